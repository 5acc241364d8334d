import type { Outbox } from "../../../src/usecases/release/outbox.ts";

/** A release store that does some things differently. */
export function instead(outbox: Outbox, parts: Partial<Outbox>): Outbox {
  return {
    doorOf: (...args) => outbox.doorOf(...args),
    collections: (...args) => outbox.collections(...args),
    manifest: (...args) => outbox.manifest(...args),
    objects: (...args) => outbox.objects(...args),
    envelope: (...args) => outbox.envelope(...args),
    holds: (...args) => outbox.holds(...args),
    noteFetch: (...args) => outbox.noteFetch(...args),
    takeIn: (...args) => outbox.takeIn(...args),
    status: (...args) => outbox.status(...args),
    notices: (...args) => outbox.notices(...args),
    receipts: (...args) => outbox.receipts(...args),
    ...parts,
  };
}
