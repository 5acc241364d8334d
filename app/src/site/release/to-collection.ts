import type { CollectionRow } from "../../store/release/collections.ts";
import type { Collection } from "../../usecases/release/outbox.ts";

/**
 * A place as partners are told of it; undefined for what the desk hands out itself. A partner reads from a
 * place or writes to it: nobody may do both, so that nobody may delete there.
 */
export function toCollection(row: CollectionRow): Collection | undefined {
  const { id, alias, title, description, medium, canWrite } = row;
  if (medium !== "taxii" && medium !== "misp-feed" && medium !== "package") return undefined;
  const said = description === null ? {} : { description };
  return { id, alias, title, ...said, medium, canRead: !canWrite, canWrite };
}
