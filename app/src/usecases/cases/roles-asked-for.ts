import { decide, type Grounds } from "../../core/decide.ts";
import { harmless } from "../../core/harmless.ts";
import { splitMeasure } from "../../core/measure.ts";
import type { StandingPermission } from "../../core/casework/permission.ts";
import type { Pack } from "../../core/pack.ts";
import type { FactsSheet } from "../../core/sheet.ts";
import type { CasePorts } from "./ports.ts";
import type { Colleague } from "./records.ts";
import { findRecipients } from "./find-recipients.ts";

/** An item of which only one thing is known. */
function evaluated(isEvaluated: boolean): FactsSheet {
  const flags = { evaluated: isEvaluated };
  return { levels: {}, flags, findings: [], sets: {}, lists: {}, dates: {} };
}

/**
 * Whose approval the rules ask for because data are unevaluated: of what is harmless in every other way,
 * the roles asked for beyond those for the same data evaluated. Nobody's, where no way is open.
 */
export async function rolesAskedFor(
  { partner, purpose, on }: StandingPermission,
  { service }: Colleague,
  packs: readonly Pack[],
  ports: Pick<CasePorts, "register">,
): Promise<readonly string[]> {
  const services = await ports.register.services();
  const own = services.find((one) => one.own.id === service)?.own;
  const [recipient] = await findRecipients([partner], on, ports);
  if (own === undefined || recipient === undefined) return [];
  const grounds = {
    item: "",
    notes: [],
    own,
    recipient,
    request: { mode: "release", purpose },
    performed: [],
    people: [],
    equivalences: [],
    now: on,
  } as const;
  const [otherwise, asked] = [true, false].map((is) =>
    rolesIn({ ...grounds, facts: harmless(evaluated(is), on) }, packs),
  );
  return (asked ?? []).filter((role) => otherwise?.includes(role) !== true);
}

function rolesIn(grounds: Grounds, packs: readonly Pack[]): readonly string[] {
  const { paths } = decide(grounds, packs);
  const measures = paths.flatMap((path) => path.measures.map(splitMeasure));
  const roles = measures.flatMap((one) => (one?.kind === "approve" ? [one.what] : []));
  return [...new Set(roles)].toSorted();
}
