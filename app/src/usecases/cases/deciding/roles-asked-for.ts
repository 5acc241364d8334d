import type { StandingPermission } from "../../../core/casework/permission.ts";
import { decide, type Grounds } from "../../../core/deciding/decide.ts";
import { harmless } from "../../../core/facts/harmless.ts";
import { splitMeasure } from "../../../core/measure.ts";
import type { Pack } from "../../../core/pack.ts";
import type { Recipient } from "../../../core/partner.ts";
import type { FactsSheet } from "../../../core/facts/sheet.ts";
import { findRecipients } from "../redress/find-recipients.ts";
import type { CasePorts } from "../ports.ts";
import type { Colleague } from "../records.ts";

const EVERY = "*";

/**
 * Whose approval the rules ask for because data are unevaluated: of what is harmless in every other way
 * and within the scope of a permission, the roles beyond those for the same data evaluated. Undefined
 * where no way is open for unevaluated data.
 */
export async function rolesAskedFor(
  permission: StandingPermission,
  { service }: Colleague,
  packs: readonly Pack[],
  ports: Pick<CasePorts, "register">,
): Promise<readonly string[] | undefined> {
  const { partner, on } = permission;
  const services = await ports.register.services();
  const own = services.find((one) => one.own.id === service)?.own;
  const [recipient] = await findRecipients([partner], on, ports);
  if (own === undefined || recipient === undefined) return undefined;
  const rolesFor = (isEvaluated: boolean): readonly string[] | undefined =>
    rolesIn(grounds(permission, isEvaluated, { own, recipient }), packs);
  const asked = rolesFor(false);
  const otherwise = rolesFor(true) ?? [];
  return asked?.filter((role) => !otherwise.includes(role));
}

function grounds(
  { purpose, scope, on }: StandingPermission,
  isEvaluated: boolean,
  parties: Pick<Grounds, "own" | "recipient">,
): Grounds {
  const topics = scope.topics.filter((topic) => topic !== EVERY);
  const use = scope.uses.find((one) => one !== EVERY) ?? permittedUse(parties.recipient);
  const facts: FactsSheet = {
    levels: {},
    flags: { evaluated: isEvaluated },
    findings: [],
    sets: topics.length === 0 ? {} : { topics },
    lists: {},
    dates: {},
  };
  return {
    ...parties,
    item: "",
    facts: harmless(facts, on),
    notes: [],
    request: { mode: "release", purpose, ...(use === undefined ? {} : { use }) },
    performed: [],
    people: [],
    equivalences: [],
    now: on,
  };
}

/** A use that the partner's note permits. */
function permittedUse({ members }: Recipient): string | undefined {
  const permits = members.flatMap(({ note }) => note?.permits ?? []);
  return permits.flatMap(({ uses }) => uses).find((one) => one !== EVERY);
}

function rolesIn(one: Grounds, packs: readonly Pack[]): readonly string[] | undefined {
  const { paths } = decide(one, packs);
  if (paths.length === 0) return undefined;
  const measures = paths.flatMap((path) => path.measures.map(splitMeasure));
  const roles = measures.flatMap((part) => (part?.kind === "approve" ? [part.what] : []));
  return [...new Set(roles)].toSorted();
}
