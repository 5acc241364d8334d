import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { passDays } from "../../../src/usecases/cases/deciding/pass-days.ts";
import { escalateNotices } from "../../../src/usecases/release/escalate-notices.ts";
import type { KeptNotice, ReleasePorts } from "../../../src/usecases/release/ports.ts";
import { recallRelease, type RecallRelease } from "../../../src/usecases/release/recall-release.ts";
import { recordWord, takeWord } from "../../../src/usecases/release/record-word.ts";
import {
  recordStanding,
  registerPartner,
} from "../../../src/usecases/cases/partners/register-partner.ts";
import { SAYS, step, view } from "../cases/support/drive.ts";
import { useWorld } from "../cases/support/world.ts";
import { makePaperCopy } from "./support/paper-copy.ts";
import { released, releasePorts } from "./support/release-world.ts";

const world = useWorld();
const DUE = "2026-12-03";

type Left = Awaited<ReturnType<typeof released>>;

/** Calls a release back; resolves to its notices. */
async function recalled(
  left: Left,
  change: Partial<RecallRelease> = {},
  ports: ReleasePorts = releasePorts(world()),
): Promise<readonly KeptNotice[]> {
  const id = randomUUID();
  const by = world().civil.officer;
  await recallRelease({ ...left, by, how: "recall", says: SAYS, id, ...change }, ports);
  return ports.releases.noticesOf(id);
}

async function dutiesOf(id: string) {
  const { duties } = await view(world(), id, world().civil.officer);
  return duties.filter((one) => one.id.startsWith("notice "));
}

describe("a recall", () => {
  test("is one act that gives every recipient a notice, a duty and a day, also when the case is closed", async () => {
    const left = await released(world(), ["linde", "elm"]);
    await step(world(), left.case, world().civil.officer, { kind: "close", says: SAYS });
    const notices = await recalled(left);
    const told = notices.map(({ partner, due, state }) => `${partner} ${due} ${state}`);
    expect(told.toSorted()).toEqual([`elm ${DUE} open`, `linde ${DUE} open`]);
    expect(await dutiesOf(left.case)).toEqual(
      ["elm", "linde"].map((partner) =>
        expect.objectContaining({
          id: expect.stringContaining(partner) as string,
          due: DUE,
          done: false,
        }),
      ),
    );
    expect(await world().kinds(left.case)).toMatchObject({ "case-recall": 1 });
    await expect(recalled(left)).rejects.toMatchObject({
      code: "not-allowed",
      message: expect.stringContaining("called back already") as string,
    });
  });

  test("reaches those further down whom an assurance or the partner's own word names", async () => {
    const left = await released(world(), ["linde"]);
    const { officer } = world().civil;
    await step(world(), left.case, officer, {
      kind: "assure",
      assurance: "written",
      partner: "linde",
      says: SAYS,
      onward: ["house-a", "house-b"],
    });
    const ports = releasePorts(world());
    const fed = { about: left.release, kind: "feedback" as const, onward: ["house-c", "house-b"] };
    await recordWord({ ...fed, says: "It was of use to two houses" }, officer, ports);
    const notices = await recalled(left);
    expect(notices.map(({ onward }) => onward ?? "").toSorted()).toEqual([
      "",
      "house-a",
      "house-b",
      "house-c",
    ]);
  });

  test("is of a release in this case, and a correction names one that there is", async () => {
    const left = await released(world(), ["linde"]);
    const other = await released(world(), ["linde"]);
    for (const change of [
      { release: other.release },
      { release: randomUUID() },
      { how: "correction" as const, replacement: randomUUID() },
    ]) {
      await expect(recalled(left, change)).rejects.toMatchObject({ code: "not-found" });
    }
    const corrected = { how: "correction" as const, replacement: other.release };
    expect(await recalled(left, corrected)).toHaveLength(1);
    const outsider = { by: world().civil.outsider };
    await expect(recalled(other, outsider)).rejects.toMatchObject({ code: "not-found" });
  });

  test("keeps what is served where the copy was, encrypted beside it", async () => {
    const left = await released(world(), ["linde"]);
    const asked: string[] = [];
    const ports = releasePorts(world(), {
      insteadOf: async ({ sha256, partner }, at) => {
        asked.push(sha256);
        const about = {
          partner,
          at,
          own: {
            stixIdentity: "identity--1",
            organisation: "",
            name: "",
            aliases: [],
            country: "NL",
          },
          caveats: [],
          uuidFor: () => randomUUID(),
        };
        const original = new TextEncoder().encode('{"name":"withdrawn"}');
        return makePaperCopy(original, "x", "taxii", { name: "", steps: [] }, about);
      },
    });
    await recalled(left, {}, ports);
    const { state } = await view(world(), left.case, world().civil.officer);
    expect(asked).toEqual([state.copies[0]?.sha256]);
  });
});

describe("what a partner says", () => {
  test("answers a recall by a destruction statement, and its duty is done for good", async () => {
    const left = await released(world(), ["linde"]);
    const [notice] = await recalled(left);
    const about = notice?.id ?? "";
    const ports = releasePorts(world());
    const { officer } = world().civil;
    await recordWord({ about, kind: "acknowledgement" }, officer, ports);
    expect((await ports.releases.notice(about))?.state).toBe("acknowledged");
    expect((await dutiesOf(left.case)).map(({ done }) => done)).toEqual([false]);
    await recordWord({ about, kind: "destruction", says: "All copies shredded" }, officer, ports);
    expect((await ports.releases.notice(about))?.state).toBe("destroyed");
    expect((await dutiesOf(left.case)).map(({ done }) => done)).toEqual([true]);
    await recordWord({ about, kind: "acknowledgement" }, officer, ports);
    expect((await ports.releases.notice(about))?.state).toBe("destroyed");
    await passDays("2026-12-20T08:00:00.000Z", ports);
    expect((await dutiesOf(left.case)).map(({ done }) => done)).toEqual([true]);
    const words = await ports.releases.wordsAbout(about);
    expect(words.map(({ kind, says }) => `${kind} ${says ?? ""}`).toSorted()).toEqual([
      "acknowledgement ",
      "acknowledgement ",
      "destruction All copies shredded",
    ]);
  });

  test("stands sealed, and in the open who said what kind of thing about which", async () => {
    const left = await released(world(), ["linde"]);
    const said = { about: left.release, kind: "feedback" as const, says: "Mrs Example was warned" };
    const id = randomUUID();
    await recordWord({ ...said, id }, world().civil.officer, releasePorts(world()));
    const entry = (await world().entries()).find((one) => one.id === id);
    expect(entry?.body).toEqual({
      partner: "linde",
      kind: "feedback",
      about: left.release,
      case: left.case,
      by: world().civil.officer,
    });
    expect(JSON.stringify(entry)).not.toContain("Example");
  });

  test("is taken from its own credential about its own, and of another's as of nothing", async () => {
    const left = await released(world(), ["linde"]);
    const [notice] = await recalled(left);
    const ports = releasePorts(world());
    const by = world().civil.head;
    const issue = async (partner: string) => {
      const id = randomUUID();
      const hash = new Uint8Array(32).fill(partner.length);
      const term = { from: "2026-01-01T00:00:00.000Z", until: "2027-01-01T00:00:00.000Z" };
      const kept = { partner, kind: "certificate" as const, hash, addresses: [], ...term };
      const { root } = await ports.releases.addCredential(kept, { id, by, at: world().now });
      return { partner, root, credential: id };
    };
    const [own, other] = [await issue("linde"), await issue("elm")];
    const refused = [];
    for (const about of [left.release, notice?.id ?? "", randomUUID()]) {
      const word = { about, kind: "acknowledgement" as const };
      refused.push(
        await takeWord(word, other, ports).catch((error: unknown) =>
          String(error).replace(about, "ID"),
        ),
      );
    }
    expect(new Set(refused).size).toBe(1);
    expect(refused[0]).toContain("nothing of this id");
    await takeWord({ about: notice?.id ?? "", kind: "acknowledgement" }, own, ports);
    expect((await ports.releases.notice(notice?.id ?? ""))?.state).toBe("acknowledged");
  });

  test("is refused without words, with names instead of codes, and from nobody of the desk", async () => {
    const { release: about } = await released(world(), ["linde"]);
    const ports = releasePorts(world());
    const { officer, outsider } = world().civil;
    const kind = "feedback" as const;
    for (const word of [
      { about, kind },
      { about, kind, onward: ["Mr. Example"] },
      { about, kind, says: "x".repeat(10_001) },
    ]) {
      await expect(recordWord(word, officer, ports)).rejects.toMatchObject({ code: "bad-input" });
    }
    await expect(recordWord({ about, kind: "receipt" }, outsider, ports)).rejects.toMatchObject({
      code: "not-found",
    });
    const stranger = { about, kind: "receipt" as const, partner: "elm" };
    await expect(recordWord(stranger, officer, ports)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a notice that nobody answers", () => {
  test("escalates on the day after its last: the duty, and an experience with the partner, once", async () => {
    const late = "2026-12-04T00:00:01.000Z";
    const ports = releasePorts(world());
    await escalateNotices(late, ports);
    const left = await released(world(), ["linde", "elm"]);
    const notices = await recalled(left);
    const answered = notices.find(({ partner }) => partner === "elm")?.id ?? "";
    const open = notices.find(({ partner }) => partner === "linde")?.id ?? "";
    await recordWord({ about: answered, kind: "acknowledgement" }, world().civil.officer, ports);
    expect((await escalateNotices(`${DUE}T23:59:59.000Z`, ports)).notices).not.toContain(open);
    const newest = await ports.register.newest("linde");
    const coming = "2027-03-01";
    const standing = { ...world().standing("linde"), name: "Linde as of March" };
    await recordStanding(
      { by: world().civil.head, registered: { kind: "partner", standing }, from: coming },
      ports,
    );
    const { notices: escalated } = await escalateNotices(late, ports);
    expect(escalated).toContain(open);
    expect(escalated).not.toContain(answered);
    await passDays(late, ports);
    const overdue = (await dutiesOf(left.case)).map(({ id, done }) => [id.split(" ")[1], done]);
    expect(overdue).toEqual([
      ["elm", false],
      ["linde", false],
    ]);
    expect(await ports.register.newest("linde")).toBe(newest + 3);
    for (const day of ["2026-12-04", coming]) {
      const [version] = await ports.register.versions(day, ["linde"]);
      const held =
        version?.registered?.kind === "partner" ? version.registered.standing : undefined;
      expect(held?.experiences.filter(({ id }) => id === `notice-${open}`)).toEqual([
        expect.objectContaining({
          type: "recall-unanswered",
          on: DUE,
          evidence: { ref: expect.stringContaining(open) as string, grade: "A1" },
        }),
      ]);
      expect(held?.name === "Linde as of March").toBe(day === coming);
    }
    expect((await escalateNotices(late, ports)).notices).toEqual([]);
    expect(await ports.register.newest("linde")).toBe(newest + 3);
    await recordWord({ about: open, kind: "destruction" }, world().civil.officer, ports);
    expect((await ports.releases.notice(open))?.state).toBe("destroyed");
  });

  test("is escalated in the end though a process died between the register and the notice", async () => {
    const standing = { ...world().standing("linde"), id: "birch", ids: [] };
    const registered = { kind: "partner" as const, standing };
    await registerPartner({ by: world().civil.head, registered }, world().ports);
    const left = await released(world(), ["birch"]);
    const [notice] = await recalled(left);
    const ports = releasePorts(world());
    const dying = {
      ...ports,
      releases: { ...ports.releases, escalate: () => Promise.reject(new Error("killed")) },
    };
    const late = "2026-12-05T08:00:00.000Z";
    const { failed } = await escalateNotices(late, dying);
    expect(failed.map((one) => one.notice)).toContain(notice?.id);
    const newest = await ports.register.newest("birch");
    expect((await escalateNotices(late, ports)).notices).toContain(notice?.id);
    expect(await ports.register.newest("birch")).toBe(newest);
  });
});
