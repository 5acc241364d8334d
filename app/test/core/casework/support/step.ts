import type { Step } from "../../../../src/core/casework/act.ts";
import { addDays } from "../../../../src/core/day.ts";
import { rolesOf, type Of } from "./log.ts";
import type { Try, What } from "./tries.ts";
import { AUDIENCES, REQUESTS, RISKS } from "./world.ts";

/** What a step can refer to. */
export interface Sight {
  readonly day: string;
  /** Ids of approvals so far. */
  readonly approvals: readonly string[];
  /** Hashes of this case's manifests so far, the newest first; then one of another case. */
  readonly manifests: readonly string[];
  readonly demanded: (role: string) => readonly string[];
  readonly recipients: readonly string[];
  /** The newest last. */
  readonly prepared: readonly Of<"prepare">[];
  readonly released: readonly Of<"release">[];
}

/** The steps that somebody would take; none where nobody takes one, but time passes or packs change. */
export function stepFor(one: Try, by: string, sight: Sight): readonly Step[] {
  const says = one.odd === 0 ? " short    " : "for reasons that are written down";
  const role = roleOf(by, one, sight.day);
  return MAKERS[one.what]({ one, says, role, sight, day: addDays(sight.day, one.pick[1] % 3) });
}

/** What steps are made from. */
interface Making {
  readonly one: Try;
  readonly says: string;
  readonly role: string;
  readonly sight: Sight;
  /** Today or soon after. */
  readonly day: string;
}

const MAKERS: Readonly<Record<What, (making: Making) => readonly Step[]>> = {
  open: ({ one }) => [{ kind: "open", item: ITEM, ...asked(one), compartments: [] }],
  amend: ({ one }) => [{ kind: "amend", ...asked(one) }],
  reasons: ({ says }) => REASONS.map((what) => ({ kind: "state", measure: `state:${what}`, says })),
  statement: ({ one, says }) => [{ kind: "state", measure: chosen(STATEMENTS, one.pick[0]), says }],
  "assess-raw": ({ says }) => [{ kind: "state", measure: "assess:unevaluated-risk", says }],
  assess: ({ one, says }) => [
    {
      kind: "assess",
      stage: "before",
      risk: chosen(RISKS, one.pick[0]),
      mitigations: one.odd === 1 ? MITIGATIONS : [],
      says,
    },
  ],
  "assess-after": ({ one: { pick }, says }) => [
    {
      kind: "assess",
      stage: "after",
      risk: chosen(RISKS, pick[0]),
      mitigations: chosen(MITIGATED, pick[1]),
      says,
    },
  ],
  "ask-consent": ({ one, day }) => [
    { kind: "ask-consent", originator: "linde", ...partner(one), scope: "all", due: day },
  ],
  consent: ({ one, day }) => [
    {
      kind: "consent",
      originator: one.odd === 1 ? "elm" : "linde",
      ...partner(one),
      purpose: one.pick[1] === 0 ? "detain" : "warn",
      scope: "all of it",
      ...(one.pick[1] < 4 ? { expires: day } : {}),
      evidence: "letter 12",
    },
  ],
  assure: ({ one, says, day }) => [
    {
      kind: "assure",
      assurance: "written",
      ...partner(one),
      says,
      ...(one.pick[1] < 4 ? { expires: day } : {}),
    },
  ],
  approve: ({ one, says, role, sight, day }) => [
    {
      kind: "approve",
      role,
      manifest: manifestFor(one, sight),
      acknowledges: one.odd < 4 ? [] : sight.demanded(role),
      ...(one.pick[1] < 3 ? { expires: day } : {}),
      says,
    },
  ],
  refuse: ({ says, role }) => [{ kind: "refuse", role, says }],
  override: ({ says, role }) => [{ kind: "override", role, says }],
  retract: ({ one, says, sight }) => [
    { kind: "retract", act: chosen(["none", ...sight.approvals], one.pick[0]), says },
  ],
  withdraw: ({ says }) => [{ kind: "withdraw", says }],
  close: ({ says }) => [{ kind: "close", says }],
  review: ({ one, says }) => [
    { kind: "review", duty: one.pick[0] < 6 ? "after-review" : "small S-raw calm", says },
  ],
  prepare: ({ one, sight }) => [copyFor(one, sight)],
  leave: ({ one, sight }) => [{ kind: "release", copies: leavingFor(one, sight) }],
  recall: ({ one, says, sight, day }) => {
    const release = sight.released.at(-1 - (one.pick[0] % 2));
    const whom = one.odd === 1 ? [] : (release?.copies ?? []);
    const partners = [...new Set(whom.map(({ partner }) => partner))];
    return [
      {
        kind: "recall",
        release: release?.id ?? "none",
        how: one.pick[1] < 8 ? "recall" : "correction",
        due: one.odd === 2 ? "2020-01-01" : day,
        notices: partners.map((partner) => ({ id: `notice ${partner}`, partner })),
        says,
      },
    ];
  },
  wait: () => [],
  packs: () => [],
};

const MEDIA = ["taxii", "package"] as const;

/** Mostly for a recipient of the case, with all caveats. */
function copyFor({ pick: [a, b, c], odd }: Try, { recipients }: Sight): Step {
  const recipient = odd === 1 ? "elsewhere" : chosen([...recipients, "calm"], a);
  const medium = chosen(MEDIA, b < 9 ? 0 : 1);
  return {
    kind: "prepare",
    recipient,
    partner: recipient,
    medium,
    collection: `${recipient} ${medium}`,
    plan: { name: "plan", steps: [] },
    sha256: String(c % 10).repeat(64),
    aspects: chosen([["third-party", "person"], [], ["third-party"], ["person"]], b),
    caveats: c === 3 ? [] : ["onward-ban", "tlp TLP:GREEN", "use-limit"],
  };
}

/** Mostly the newest copy for each recipient. */
function leavingFor({ pick: [a], odd }: Try, { prepared }: Sight): Of<"release">["copies"] {
  const newest = prepared.filter(
    (one, i) => !prepared.slice(i + 1).some(({ collection }) => collection === one.collection),
  );
  const some = odd < 3 ? prepared.slice(0, 1 + (a % 3)) : a === 11 ? newest.slice(1) : newest;
  return some.map(({ recipient, partner, medium, collection, id, sha256 }) => ({
    recipient,
    partner,
    medium,
    collection,
    act: id,
    sha256: odd === 4 ? "e".repeat(64) : sha256,
  }));
}

const REASONS = ["necessity", "proportionality", "written-form"];
const ITEM = { id: "item", sha256: "0".repeat(64) };
const STATEMENTS = [
  "state:necessity",
  "approve:minister",
  "attach:onward-ban",
  "sanitise:person",
  "x",
];
const MITIGATIONS = ["a visit by our own people", "a limit on use, signed"].map((says, i) => ({
  id: `m${i}`,
  says,
  evidence: "letter 14",
}));
const MITIGATED = [MITIGATIONS, [], MITIGATIONS.slice(1), MITIGATIONS.flatMap((one) => [one, one])];

type Asked = Pick<Extract<Step, { kind: "amend" }>, "recipients" | "request">;

function asked({ pick: [a, b], odd }: Try): Asked {
  return { recipients: odd === 1 ? [] : chosen(AUDIENCES, a), request: chosen(REQUESTS, b) };
}

function partner({ pick: [n] }: Try): { readonly partner: string } {
  return { partner: n < 8 ? "calm" : chosen(["watched", "stranger", "fading"], n) };
}

/** Mostly what the case is now, else what it was, or another case. */
function manifestFor({ pick: [n] }: Try, { manifests }: Sight): string {
  return manifests[n < 9 ? 0 : n - 8] ?? manifests.at(-1) ?? "";
}

/** Mostly a role that is held. */
function roleOf(by: string, { pick: [, , c], odd }: Try, day: string): string {
  const held = rolesOf(by, day);
  return odd === 2 || held.length === 0 ? chosen(["head", "officer", "judge"], c) : chosen(held, c);
}

function chosen<T>(list: readonly T[], n: number): T {
  const one = list[n % list.length];
  if (one === undefined) throw new Error("there is something to choose from");
  return one;
}
