import { fixed } from "../../core/canonical-json.ts";
import { LedgerError } from "../../ledger/ledger-error.ts";
import { openValue } from "../../ledger/seal/box.ts";
import type { SubjectKey, SubjectKeys } from "../../ledger/seal/subject-keys.ts";
import type { SealedValue } from "../../store/log/sealed-values.ts";

const OPENED: Map<string, object> = new Map();
const MOST_OPENED = 500;

/** Opens sealed values, each key looked up once. */
export class Opener {
  readonly #keys: Pick<SubjectKeys, "find">;
  readonly #known: Map<string, Promise<SubjectKey | undefined>> = new Map();

  constructor(keys: Pick<SubjectKeys, "find">) {
    this.#keys = keys;
  }

  /**
   * The JSON that was sealed; undefined where it was erased. What is sealed is our own writing, checked
   * against the entry's commitment, so its shape is believed.
   *
   * Rejects with "wrong-seal", and with "no-key" where a key is missing without an erasure.
   */
  async json<T>(sealed: SealedValue | undefined): Promise<T | undefined> {
    if (sealed === undefined) return undefined;
    const key = await this.#find(sealed.subject);
    if (key === undefined) return undefined;
    const { value } = openValue(key, sealed);
    return JSON.parse(Buffer.from(value).toString()) as T;
  }

  /**
   * The same for what thousands of decisions rest on: once opened it is remembered under its commitment,
   * of which there is one for each sealing. Its key must still be there each time.
   */
  async shared<T extends object>(sealed: SealedValue | undefined): Promise<T | undefined> {
    if (sealed === undefined) return undefined;
    const { commitment } = sealed;
    const known = OPENED.get(commitment);
    if (known === undefined) {
      const opened = await this.json<T>(sealed);
      if (opened === undefined) return undefined;
      if (OPENED.size >= MOST_OPENED) OPENED.delete(OPENED.keys().next().value ?? "");
      OPENED.set(commitment, fixed(opened));
      return opened;
    }
    if ((await this.#find(sealed.subject)) !== undefined) return known as T;
    OPENED.delete(commitment);
    return undefined;
  }

  #find(subject: string): Promise<SubjectKey | undefined> {
    const known = this.#known.get(subject) ?? findKey(subject, this.#keys);
    this.#known.set(subject, known);
    return known;
  }
}

/** The key of a subject; undefined where it was erased. */
export async function findKey(
  subject: string,
  keys: Pick<SubjectKeys, "find">,
): Promise<SubjectKey | undefined> {
  try {
    const key = await keys.find(subject);
    if (key !== undefined) return key;
  } catch (error) {
    if (error instanceof LedgerError && error.code === "erased") return undefined;
    throw error;
  }
  const what = "its key is missing, and no erasure is recorded for it";
  const remedy = "restore the key directory from its own backup";
  throw new LedgerError("no-key", `subject ${subject}`, what, remedy);
}
