import type { Entry } from "caveat-verifier";
import { LedgerError } from "../ledger-error.ts";
import { GO_ON } from "../point.ts";
import { enterErasure, type Eraser } from "./enter-erasure.ts";
import { formatRequest, parseRequest, type ErasureRequest } from "./erasure-request.ts";

/**
 * Erases what is known about a subject: announces it on disk (from here nothing of it can be read or
 * sealed any more), destroys the key, and then, in one transaction, drops the sealed values and hands
 * the log the entry that lists exactly those. Leaves, roots and proofs stand. Stopped at any point it
 * is completed by `resumeErasures`.
 *
 * Resolves to the ids of the entries: that of the request, or of an earlier one that was not completed,
 * and more where one entry could not hold the list.
 *
 * Rejects with "bad-request" for a request with free text, and for a subject of whom nothing is kept;
 * with "erased" for one that was erased. Then nothing was changed.
 */
export async function eraseSubject(
  request: ErasureRequest,
  eraser: Eraser,
): Promise<readonly string[]> {
  const { subject } = request;
  const { keys, store, point = GO_ON } = eraser;
  const bytes = formatRequest(request);
  const [first] = await store.transact((tables) => tables.readPlaces(subject, 1));
  if (first === undefined) {
    await keys.find(subject);
    const what = "the ledger holds no sealed value about it";
    throw new LedgerError("bad-request", `subject ${subject}`, what, "check the subject's id");
  }
  const counting = parseRequest(await keys.announce(subject, bytes), subject);
  await point("announced");
  return complete(subject, counting, eraser);
}

/**
 * Completes the erasures that were announced and not finished, and enters what was sealed at the very
 * moment of an erasure and stored after it; to be called at every start and before an export. Resolves
 * to the ids of their entries.
 */
export async function resumeErasures(eraser: Eraser): Promise<readonly string[]> {
  const ids: string[] = [];
  const erasures = await eraser.keys.erasures();
  for (const { subject, request } of erasures.filter(({ isSettled }) => !isSettled)) {
    ids.push(...(await complete(subject, parseRequest(request, subject), eraser)));
  }
  const late = await subjectsAmong(
    erasures.map(({ subject }) => subject),
    eraser,
  );
  for (const { subject, request } of erasures.filter((one) => late.has(one.subject))) {
    ids.push(...(await enterErasure(subject, parseRequest(request, subject), eraser)));
  }
  return ids;
}

/** The entry comes after the destruction, so that no ledger ever says "erased" too early. */
async function complete(subject: string, request: Entry, eraser: Eraser): Promise<string[]> {
  const { keys, point = GO_ON } = eraser;
  await keys.destroy(subject);
  await point("key destroyed");
  const ids = await enterErasure(subject, request, eraser);
  await point("entry appended");
  await keys.settle(subject);
  // Nothing was left: the entry of an earlier attempt, or another process's, says it.
  return ids.length > 0 ? ids : [request.id];
}

async function subjectsAmong(
  subjects: readonly string[],
  { store }: Eraser,
): Promise<ReadonlySet<string>> {
  if (subjects.length === 0) return new Set();
  return new Set(await store.transact((tables) => tables.findSubjects(subjects)));
}
