import type { CopyFor } from "../../../core/release/copy.ts";
import { textsAt } from "../../stix/property.ts";
import type { Entry } from "./draft.ts";

/** The own service under all ids and names by which items know it. */
export class Own {
  readonly #ids: ReadonlySet<string>;

  constructor({ own }: CopyFor, entries: readonly Entry[]) {
    const { stixIdentity, name, aliases } = own;
    const names = new Set([stixIdentity, name, ...aliases].map(fold));
    const ids = entries
      .filter(
        ({ type, original }) =>
          type === "identity" && textsAt(original, "name").some(([, one]) => names.has(fold(one))),
      )
      .map(({ id }) => id);
    this.#ids = new Set([stixIdentity, ...aliases, ...ids]);
  }

  /** Is this the id of the own service? */
  isOwn(id: string): boolean {
    return this.#ids.has(id);
  }
}

function fold(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}
