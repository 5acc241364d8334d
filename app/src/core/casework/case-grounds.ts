import { categoryOf } from "../question/category.ts";
import type { Day } from "../day.ts";
import type { Grounds } from "../deciding/decide.ts";
import type { Note } from "../item.ts";
import type { Equivalence } from "../marking/equivalence.ts";
import type { Person } from "../measure.ts";
import type { Pack } from "../pack.ts";
import type { Recipient } from "../partner.ts";
import type { OwnService } from "../request.ts";
import type { FactsSheet } from "../facts/sheet.ts";
import { acknowledgementsOf } from "./acknowledge.ts";
import { isFor, type CaseState } from "./case-state.ts";
import { manifestOf, type Manifest, type Speaking } from "./manifest.ts";
import { performedIn, requestIn } from "./measures.ts";
import { outOfScope, type StandingPermission } from "./permission.ts";

/** What a case is decided on beside its own acts, as it is on the day. */
export interface CaseMatter {
  /** A name for the item, never used to decide. */
  readonly item: string;
  readonly facts: FactsSheet;
  readonly notes: readonly Note[];
  readonly own: OwnService;
  readonly people: readonly Person[];
  readonly equivalences: readonly Equivalence[];
  /** Every standing permission, with how many other cases it served. */
  readonly permissions: readonly {
    readonly permission: StandingPermission;
    readonly used: number;
  }[];
  /** Opaque ids of all persons the item is about; absent where nobody has said who they are. */
  readonly persons?: readonly string[];
  readonly now: Day;
}

/** A case made ready to be decided: the manifest to sign, its SHA-256, and the grounds by recipient. */
export interface BoundCase {
  readonly manifest: Manifest;
  readonly hash: string;
  /** By role, what whoever signs must acknowledge. */
  readonly acknowledge: Readonly<Record<string, readonly string[]>>;
  /** In the order of `recipients`. */
  readonly grounds: readonly Grounds[];
}

/**
 * Turns what is known of a case into what is decided on, for each recipient. `digest`: SHA-256 over
 * canonical JSON, lower-case hex; `speaking`: as `manifestOf` takes it. Throws where `recipients` are not exactly those of the case.
 */
export function bindCase(
  state: CaseState,
  recipients: readonly Recipient[],
  matter: CaseMatter,
  packs: readonly Pack[],
  digest: (value: unknown) => string,
  speaking?: Speaking,
): BoundCase {
  const ids = recipients.map(({ id }) => id);
  if (!isFor(state, ids)) throw new Error(`the case ${state.id} is not for ${ids.join(", ")}`);
  const bare = recipients.map((recipient) => bareGrounds(state, recipient, matter));
  const manifest = manifestOf(state, bare, packs, speaking);
  const hash = digest(manifest);
  const acknowledge = acknowledgementsOf(packs);
  const grounds = recipients.map((recipient) =>
    boundGrounds(state, recipient, matter, { manifest: hash, acknowledge }),
  );
  return { manifest, hash, acknowledge, grounds };
}

/** As if nobody had done anything yet. */
function bareGrounds(state: CaseState, recipient: Recipient, matter: CaseMatter): Grounds {
  const { item, facts, notes, own, people, equivalences, now } = matter;
  const about = { item, facts, notes, own, people, equivalences, now };
  return { ...about, recipient, request: requestIn(state), performed: [] };
}

function boundGrounds(
  state: CaseState,
  recipient: Recipient,
  matter: CaseMatter,
  signed: Pick<BoundCase, "acknowledge"> & { readonly manifest: string },
): Grounds {
  const bare = bareGrounds(state, recipient, matter);
  const { facts, request, now } = bare;
  const about = {
    partner: recipient.id,
    mode: request.mode,
    purpose: request.purpose,
    isUrgent: request.urgentWeighty !== undefined,
    category: categoryOf(facts, request),
    persons: facts.flags.personal === false ? [] : matter.persons,
  };
  const own = matter.permissions.filter(({ permission }) => permission.partner === recipient.id);
  const permissions = own.map(({ permission, used }) => {
    const objection = outOfScope(permission, about, used, now);
    return { id: permission.id, ...(objection === undefined ? {} : { objection }) };
  });
  const performed = performedIn(
    state,
    own.map(({ permission }) => permission),
  );
  return { ...bare, performed, binding: { ...signed, permissions } };
}
