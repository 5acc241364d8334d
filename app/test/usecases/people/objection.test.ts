import { describe, expect, test } from "vitest";
import {
  authorityObjection,
  type Actor,
  type AuthorityAct,
  type AuthorityKind,
} from "../../../src/usecases/people/authority/objection.ts";
import type { Enrolment, Grant, PersonRecord } from "../../../src/usecases/people/records.ts";
import { PEOPLE_RULES } from "../../../src/usecases/people/rules.ts";

/**
 * By role held, what its holder may do to somebody else, where nothing else stands in the way. An
 * independent statement of the rules: whoever changes one must change both.
 */
const MAY: Readonly<Record<string, readonly AuthorityKind[]>> = {
  administrator: [
    "register-service",
    "invite",
    "end-person",
    "propose-role",
    "confirm-role",
    "end-role",
    "create-compartment",
    "add-member",
    "end-member",
    "recover",
    "confirm-recovery",
    "stop-enrolment",
    "end-factor",
  ],
  head: ["confirm-role", "end-role", "create-compartment", "add-member", "end-member"],
  officer: [],
  minister: [],
  none: [],
};

/** What anybody may do to himself, and nobody may. */
const OWN: readonly AuthorityKind[] = ["end-role", "end-member", "stop-enrolment", "end-factor"];

const ACTOR = "00000000-0000-4000-8000-00000000000a";
const OTHER = "00000000-0000-4000-8000-00000000000b";
const THIRD = "00000000-0000-4000-8000-00000000000c";

function actor(role: string): Actor {
  return { id: ACTOR, roles: role === "none" ? [] : [role] };
}

function person(id: string, change: Partial<PersonRecord> = {}): PersonRecord {
  return { id, service: "s", name: "n", administers: false, ended: undefined, ...change };
}

function proposed(id: string, change: Partial<Grant> = {}): Grant {
  return {
    id: "g",
    person: id,
    role: "head",
    from: "2026-01-01",
    until: undefined,
    mandate: "m",
    proposedBy: THIRD,
    confirmedBy: undefined,
    confirmedAt: undefined,
    lastDay: undefined,
    ...change,
  };
}

function link(id: string, change: Partial<Enrolment> = {}): Enrolment {
  const at = "2026-01-01T00:00:00Z";
  const base = { id: "e", person: id, kind: "recovery", by: THIRD, usableFrom: at } as const;
  return { ...base, expires: at, confirmedBy: undefined, ended: undefined, ...change };
}

/** Every act about somebody. */
function actsAbout(id: string): readonly AuthorityAct[] {
  const about = person(id);
  return [
    { kind: "register-service" },
    { kind: "invite" },
    { kind: "end-person", person: about },
    { kind: "propose-role", person: about, role: "head" },
    { kind: "confirm-role", grant: proposed(id), person: about, isEnrolled: true },
    { kind: "end-role", grant: proposed(id) },
    { kind: "create-compartment" },
    { kind: "add-member", person: about },
    { kind: "end-member", person: id },
    { kind: "recover", person: about },
    { kind: "confirm-recovery", enrolment: link(id) },
    { kind: "stop-enrolment", enrolment: link(id) },
    { kind: "end-factor", person: id },
  ];
}

const ABOUT_NOBODY: readonly AuthorityKind[] = ["register-service", "invite", "create-compartment"];

function isAllowed(act: AuthorityAct, role: string): boolean {
  return authorityObjection(act, actor(role), PEOPLE_RULES) === undefined;
}

describe.each(Object.keys(MAY))("somebody with the role %s", (role) => {
  test.each(actsAbout(OTHER).map((act) => [act.kind, act] as const))(
    "does %s to another only where the table says so",
    (kind, act) => {
      expect(isAllowed(act, role)).toBe(MAY[role]?.includes(kind));
    },
  );

  test.each(actsAbout(ACTOR).map((act) => [act.kind, act] as const))(
    "does %s to himself only to have less",
    (kind, act) => {
      const aboutNobody = ABOUT_NOBODY.includes(kind) && MAY[role]?.includes(kind) === true;
      expect(isAllowed(act, role)).toBe(aboutNobody || OWN.includes(kind));
    },
  );
});

describe("an administrator", () => {
  const objection = (act: AuthorityAct): string | undefined =>
    authorityObjection(act, actor("administrator"), PEOPLE_RULES);

  test("does not confirm what the same administrator proposed", () => {
    const grant = proposed(OTHER, { proposedBy: ACTOR });
    const act = { kind: "confirm-role", grant, person: person(OTHER), isEnrolled: true } as const;
    expect(objection(act)).toBe("whoever proposed a role does not confirm it");
  });

  test("does not confirm a role for somebody who has no key yet", () => {
    const about = { grant: proposed(OTHER), person: person(OTHER), isEnrolled: false };
    expect(objection({ kind: "confirm-role", ...about })).toContain("has no key yet");
  });

  test("does not confirm a proposal that was withdrawn", () => {
    const grant = proposed(OTHER, { lastDay: "2026-01-02" });
    const act = { kind: "confirm-role", grant, person: person(OTHER), isEnrolled: true } as const;
    expect(objection(act)).toBe("the proposal was withdrawn");
  });

  test("does not vouch for a link of his own making, nor for one to his own account", () => {
    const own = { kind: "confirm-recovery", enrolment: link(OTHER, { by: ACTOR }) } as const;
    expect(objection(own)).toBe("whoever made a link does not confirm it");
    const about = { kind: "confirm-recovery", enrolment: link(ACTOR) } as const;
    expect(objection(about)).toBe("nobody does this for himself");
  });

  test.each(["head", "officer", "minister"])("is never given the role %s by anybody", (role) => {
    const about = person(OTHER, { administers: true });
    const act = { kind: "propose-role", person: about, role } as const;
    expect(objection(act)).toContain("is given no role that decides");
  });

  test("is not made of somebody who works on cases", () => {
    const act = { kind: "propose-role", person: person(OTHER), role: "administrator" } as const;
    expect(objection(act)).toContain("is not made an administrator");
  });

  test("is let into no compartment", () => {
    const act = { kind: "add-member", person: person(OTHER, { administers: true }) } as const;
    expect(objection(act)).toBe("an administrator looks into no compartment");
  });

  test.each(["end-person", "propose-role", "add-member", "recover"] as const)(
    "does no %s for whose access has ended",
    (kind) => {
      const gone = person(OTHER, { ended: "2026-01-01T00:00:00Z" });
      const act = { kind, person: gone, role: "head" } as AuthorityAct;
      expect(objection(act)).toBe("this person's access has ended");
    },
  );
});
