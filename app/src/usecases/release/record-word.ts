import { deskObjection } from "../../core/casework/case-rules.ts";
import { noticeDuty } from "../../core/casework/duty.ts";
import { isReasoned, rolesOn } from "../../core/measure.ts";
import { decideCase } from "../cases/deciding/decide-case.ts";
import { requireNeed } from "../cases/need.ts";
import { Denied, insist as requireAllowed } from "../people/denied.ts";
import type { Door } from "./outbox.ts";
import type { KeptNotice, ReleasePorts, WordKind, WordMark, WordToKeep } from "./ports.ts";

/** What a partner said about what it was sent, or was told. */
export interface RecordWord {
  /** A release, or a notice of a recall. */
  readonly about: string;
  readonly kind: WordKind;
  /** Codes of those to whom the partner passed it on. */
  readonly onward?: readonly string[];
  readonly says?: string;
  /** Made by whoever sends it, so that it can be sent again. */
  readonly id?: string;
}

/**
 * Records what a partner said, entered by the desk: `partner` says who, where a release went to several;
 * `machine`, that a program enters it in the name of `by`.
 * A destruction statement answers a recall, an acknowledgement a correction; either stops the clock
 * after which nobody has answered.
 *
 * Rejects with Denied "not-found" (also where there is no need to know, with an alarm), "not-allowed" or
 * "bad-input".
 */
export async function recordWord(
  word: RecordWord & { readonly partner?: string; readonly machine?: true },
  by: string,
  ports: ReleasePorts,
): Promise<void> {
  const { machine } = word;
  const at = ports.now();
  const day = at.slice(0, 10);
  const subject = await subjectOf(word.about, ports);
  const partner = word.partner ?? subject?.partners[0];
  if (subject === undefined || partner === undefined) throw unknown(word.about);
  const found = await ports.cases.gather(subject.case, { reader: by, day });
  const about = { by, kind: "word", day };
  const { reader } = await requireNeed(subject.case, found, about, ports);
  const roles = rolesOn(by, [reader.person], day);
  requireAllowed(deskObjection(roles, ports.settings.rules), "the word");
  const mark = { id: word.id ?? ports.newId(), by, at };
  const made = machine === undefined ? mark : { ...mark, machine };
  await keep(word, { ...subject, partner }, made, ports);
}

/**
 * Records what a partner said itself, with its own credential. About what is another's it is answered
 * exactly as about what does not exist. Rejects with Denied "not-found" or "bad-input".
 */
export async function takeWord(word: RecordWord, door: Door, ports: ReleasePorts): Promise<void> {
  const subject = await subjectOf(word.about, ports);
  if (subject === undefined) throw unknown(word.about);
  const mark = { id: word.id ?? ports.newId(), door, at: ports.now() };
  await keep(word, { ...subject, partner: door.partner }, mark, ports);
}

/** What somebody can say something about, and who. */
interface Subject {
  readonly case: string;
  readonly partners: readonly string[];
  readonly notice?: KeptNotice;
}

async function subjectOf(about: string, { releases }: ReleasePorts): Promise<Subject | undefined> {
  // Both are looked up whatever is found: how long it takes says nothing.
  const [release, notice] = await Promise.all([releases.release(about), releases.notice(about)]);
  if (release !== undefined) {
    return { case: release.case, partners: release.copies.map(({ partner }) => partner) };
  }
  return notice && { case: notice.case, partners: [notice.partner], notice };
}

async function keep(
  word: RecordWord,
  subject: Subject & { readonly partner: string },
  mark: WordMark,
  ports: ReleasePorts,
): Promise<void> {
  const { about, kind, onward = [], says } = word;
  const { partner, partners, notice, case: id } = subject;
  if (!partners.includes(partner)) throw unknown(about);
  requireWords(word);
  const answers = notice && answerTo(notice, kind);
  const kept: WordToKeep = { partner, kind, about, case: id, onward, says };
  const written = await ports.releases.addWord(answers ? { ...kept, answers } : kept, mark);
  if (written === "changed") {
    // Somebody was faster: the word is kept, and answers nothing any more.
    await ports.releases.addWord(kept, mark);
  }
  if (answers !== undefined) await decideAgain(id, ports);
}

/** A notice moves on only: from open or escalated to acknowledged, and to destroyed. */
function answerTo(
  { id, state, how, partner, onward }: KeptNotice,
  kind: WordKind,
): WordToKeep["answers"] {
  if (state === "destroyed" || kind === "receipt" || kind === "feedback") return undefined;
  if (kind === "acknowledgement" && state === "acknowledged") return undefined;
  const duty = noticeDuty({ id, partner, ...(onward === undefined ? {} : { onward }) });
  const isDone = kind === "destruction" || how === "correction";
  return {
    notice: id,
    state: kind === "destruction" ? "destroyed" : "acknowledged",
    ...(isDone ? { duty } : {}),
  };
}

/** Its duties count in lists; of a case whose content was erased nothing is decided. */
async function decideAgain(id: string, ports: ReleasePorts): Promise<void> {
  try {
    await decideCase(id, ports);
  } catch (error) {
    if (!(error instanceof Denied && error.code === "not-found")) throw error;
  }
}

/** As partners' ids: what is no code may be a person's name. */
const CODE = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;
const MOST_ONWARD = 100;
const MOST_SAID = 10_000;

function requireWords({ kind, onward = [], says }: RecordWord): void {
  if (onward.length > MOST_ONWARD || onward.some((one) => !CODE.test(one))) {
    const what = "whoever has it too is named by a code";
    const remedy = "give up to 100 codes of up to 64 letters, digits and ._:-";
    throw new Denied("bad-input", "onward", what, remedy);
  }
  if ((says ?? "").length > MOST_SAID) {
    throw new Denied("bad-input", "says", "it is too long", `say it in ${MOST_SAID} characters`);
  }
  if (kind !== "feedback" || isReasoned(says) || onward.length > 0) return;
  throw new Denied("bad-input", "says", "it says nothing", "say what became of it");
}

function unknown(about: string): Denied {
  const what = "nothing of this id was sent, or asked";
  return new Denied("not-found", `about ${about}`, what, "name a release, or a notice");
}
