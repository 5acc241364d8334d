import type { JsonObject } from "../../../core/item.ts";
import type { CopyFor } from "../../../core/release/copy.ts";
import type { SanitisePlan, SanitiseStep } from "../../../core/release/plan.ts";
import { wordsOf } from "../text/text-edit.ts";
import { makeSecretRemover, type WordRemover } from "../words/word-remover.ts";
import type { Entry } from "./draft.ts";
import { textsIn } from "./texts-in.ts";

/**
 * Looks through objects for the words of all steps of a plan at once: most hold none of them, and no step
 * has to look again.
 */
export class WordScreen {
  readonly #steps: ReadonlySet<SanitiseStep>;
  readonly #remover: WordRemover;
  readonly #known = new WeakMap<JsonObject, boolean>();
  readonly #texts = new Map<string, boolean>();

  constructor({ steps }: SanitisePlan, own: CopyFor["own"]) {
    this.#steps = new Set(steps);
    const secrets = steps.flatMap((step) => {
      const { words = [], kind = "word" } = wordsOf(step, own) ?? {};
      return words.map((text) => ({ text, kind }));
    });
    this.#remover = makeSecretRemover(secrets);
  }

  /** Is it sure that the step, one that takes out words only, finds none of them in an object as it is now? */
  isClear(entry: Entry, step: SanitiseStep): boolean {
    return this.#steps.has(step) && !this.#isIn(entry);
  }

  #isIn(entry: Entry): boolean {
    const known = this.#known.get(entry.json);
    if (known !== undefined) return known;
    const { running, values } = textsIn(entry);
    const isIn = [running, values].some((texts) => texts.some((text) => this.#stands(text)));
    this.#known.set(entry.json, isIn);
    return isIn;
  }

  #stands(text: string): boolean {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const stands = this.#remover.isIn(text);
    this.#texts.set(text, stands);
    return stands;
  }
}
