import type { ExportSource } from "../../../src/ledger/export/ports.ts";
import { LOG } from "./entries.ts";
import type { SealedStore } from "./memory-sealed.ts";

/** What an export reads, from memory. */
export function memorySource(store: SealedStore): ExportSource {
  const entries = (from: number, to: number) =>
    store.log(LOG).entries.filter(({ index }) => index >= from && index < to);
  return {
    entries: (from, to) => Promise.resolve(entries(from, to)),
    entriesWith: (part, from, to) =>
      Promise.resolve(
        entries(from, to).filter(({ bytes }) => Buffer.from(bytes).includes(Buffer.from(part))),
      ),
    checkpointIn: (above, upTo) => {
      const sizes = [...store.log(LOG).checkpoints.keys()].filter(
        (size) => size > above && size <= upTo,
      );
      return Promise.resolve(store.log(LOG).checkpoints.get(Math.max(...sizes)));
    },
    sealedAmong: (ids) => Promise.resolve(store.sealed.filter(({ entry }) => ids.includes(entry))),
  };
}
