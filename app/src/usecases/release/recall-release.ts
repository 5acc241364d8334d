import type { Act, Notified, Step } from "../../core/casework/act.ts";
import { addDays, type Day } from "../../core/day.ts";
import type { CaseOutcome } from "../cases/deciding/outcome.ts";
import { packsInForce } from "../cases/deciding/packs.ts";
import type { PersonDescription } from "../cases/redress/person-text.ts";
import { takeAnyStep } from "../cases/steps/take-any-step.ts";
import type { WholeCase } from "../cases/whole-case.ts";
import { Denied } from "../people/denied.ts";
import type { KeptRelease, KeptWord, RecallToKeep, ReleasePorts } from "./ports.ts";
import { servedInstead } from "./served-instead.ts";

/** That what left is called back, or replaced. */
export interface RecallRelease {
  readonly case: string;
  readonly by: string;
  /** The step that released it. */
  readonly release: string;
  readonly how: "recall" | "correction";
  /** The release that takes its place, for a correction. */
  readonly replacement?: string;
  /** The last day for an answer; the site's ordinary term where it is absent. */
  readonly due?: Day;
  readonly says: string;
  /** The id of the step, made by whoever takes it, so that it can be sent again. */
  readonly id?: string;
  readonly persons?: readonly PersonDescription[];
  readonly machine?: true;
}

/**
 * Calls back what was released, or says that it is replaced: in one write the step, a notice to every
 * recipient and to everybody further down whom an assurance or the recipient's own word names, each with
 * a duty and its day, and what is served where it was (Wiv 2017 art. 20(2) is the model). It works when
 * the case is at its end too. The channels follow once a checkpoint covers the entry.
 *
 * Rejects with Denied "not-found" for what was not released in this case, "conflict" where what takes its
 * place was made before it, and as `takeStep` does.
 */
export async function recallRelease(
  asked: RecallRelease,
  ports: ReleasePorts,
): Promise<CaseOutcome> {
  const { release: id, replacement } = asked;
  const release = await requireRelease(id, asked.case, ports);
  const newer = replacement === undefined ? undefined : await ports.releases.release(replacement);
  if (replacement !== undefined && newer === undefined) throw notReleased(replacement);
  const words = await ports.releases.wordsAbout(id);
  const isServed = asked.how === "recall" || newer !== undefined;
  const instead = isServed ? await servedInstead(release, newer, ports) : [];
  const idOf = remembered(ports);
  const toStep = (whole: WholeCase): Step =>
    toRecall(asked, noticesFor(release, words, whole, idOf), ports);
  const packs = await packsInForce(ports);
  return takeAnyStep({ ...asked, kind: "recall", toStep, packs }, ports, {
    also: (act) => ({ recall: toKeep(act, instead) }),
  });
}

/** A release of this case. Throws "not-found" for another's. */
async function requireRelease(
  id: string,
  ofCase: string,
  { releases }: ReleasePorts,
): Promise<KeptRelease> {
  const found = await releases.release(id);
  if (found?.case === ofCase) return found;
  throw notReleased(id);
}

function toRecall(
  { release, how, replacement, due, says }: RecallRelease,
  notices: readonly Notified[],
  { now, settings }: ReleasePorts,
): Step {
  return {
    kind: "recall",
    release,
    how,
    ...(replacement === undefined ? {} : { replacement }),
    due: due ?? addDays(now().slice(0, 10), settings.duties.ordinary),
    notices,
    says,
  };
}

/** Every recipient, and whom an assurance of it, or its own word, names as somebody who has it too. */
function noticesFor(
  { copies }: KeptRelease,
  words: readonly KeptWord[],
  { state }: WholeCase,
  idOf: (partner: string, onward?: string) => string,
): readonly Notified[] {
  const partners = [...new Set(copies.map(({ partner }) => partner))];
  return partners.flatMap((partner) => {
    const named = [...state.assurances, ...words].filter((one) => one.partner === partner);
    const onward = [...new Set(named.flatMap((one) => one.onward ?? []))].toSorted();
    return [
      { id: idOf(partner), partner },
      ...onward.map((code) => ({ id: idOf(partner, code), partner, onward: code })),
    ];
  });
}

/** The same id each time it is asked for, though the step is made again. */
function remembered({ newId }: ReleasePorts): (partner: string, onward?: string) => string {
  const known = new Map<string, string>();
  return (partner, onward) => {
    const key = JSON.stringify([partner, onward]);
    const id = known.get(key) ?? newId();
    known.set(key, id);
    return id;
  };
}

function toKeep(act: Act, instead: RecallToKeep["instead"]): RecallToKeep {
  if (act.kind !== "recall") throw new Error(`a ${act.kind} calls nothing back`);
  const { release, how, replacement, due, notices } = act;
  return {
    release,
    how,
    replacement,
    due,
    notices: notices.map(({ id, partner, onward }) => ({ id, partner, onward })),
    instead,
  };
}

function notReleased(id: string): Denied {
  const what = "nothing was released with it in this case";
  return new Denied("not-found", `release ${id}`, what, "name a step that released something");
}
