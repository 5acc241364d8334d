import type { Collection, Door, Intake, IntakeObject } from "../../usecases/release/outbox.ts";
import { STIX, TAXII } from "./answer.ts";
import type { TaxiiSettings } from "./settings.ts";
import { toMicroseconds } from "./stamp.ts";

/** Discovery (TAXII 2.1 section 4.1): a partner is shown its own API root and no other. */
export function discovery({ root }: Door, settings: TaxiiSettings): object {
  const { title, description, contact, url } = settings;
  const own = `${url}/${root}/`;
  return {
    title,
    ...(description === undefined ? {} : { description }),
    ...(contact === undefined ? {} : { contact }),
    default: own,
    api_roots: [own],
  };
}

/** An API root (section 4.2). */
export function apiRoot({ title, description, maxContentLength }: TaxiiSettings): object {
  return {
    title,
    ...(description === undefined ? {} : { description }),
    versions: [TAXII],
    max_content_length: maxContentLength,
  };
}

/** Collections (section 5.1), in the order of their ids. A list is never empty: then the key is left out. */
export function collectionList(collections: readonly Collection[]): object {
  const shown = collections.filter(isTaxii).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return shown.length === 0 ? {} : { collections: shown.map(collectionResource) };
}

/** A collection (section 5.2). */
export function collectionResource(collection: Collection): object {
  const { id, title, description, alias, canRead, canWrite } = collection;
  return {
    id,
    title,
    ...(description === undefined ? {} : { description }),
    alias,
    can_read: canRead,
    can_write: canWrite,
    media_types: [STIX],
  };
}

export function isTaxii({ medium }: Collection): boolean {
  return medium === "taxii";
}

/** Status (section 4.3) of what a partner sent. */
export function statusResource({ id, at, objects }: Intake): object {
  const inState = (state: IntakeObject["state"]): readonly IntakeObject[] =>
    objects.filter((one) => one.state === state);
  const [successes, failures, pendings] = [
    inState("success"),
    inState("failure"),
    inState("pending"),
  ];
  return {
    id,
    status: pendings.length > 0 ? "pending" : "complete",
    request_timestamp: toMicroseconds(at),
    total_count: objects.length,
    success_count: successes.length,
    ...details("successes", successes),
    failure_count: failures.length,
    ...details("failures", failures),
    pending_count: pendings.length,
    ...details("pendings", pendings),
  };
}

function details(name: string, objects: readonly IntakeObject[]): object {
  if (objects.length === 0) return {};
  const list = objects.map(({ id, version, message }) => ({
    id,
    version,
    ...(message === undefined ? {} : { message }),
  }));
  return { [name]: list };
}
