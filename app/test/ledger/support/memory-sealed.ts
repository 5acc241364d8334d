import type { LedgerStore, LedgerTables } from "../../../src/ledger/log/ports.ts";
import type { SealedValue } from "../../../src/ledger/seal/box.ts";
import type { ErasureTables, SealedPlace } from "../../../src/ledger/seal/ports.ts";
import { LOG } from "./entries.ts";
import { MemoryStore } from "./memory-store.ts";

/** The tables of erasures in memory: the log's, and the sealed values. */
export class SealedStore implements LedgerStore<ErasureTables> {
  readonly #logs: MemoryStore = new MemoryStore();
  sealed: SealedValue[] = [];

  /** What a writer's transaction puts there with the entry. */
  put(sealed: readonly SealedValue[]): void {
    this.sealed.push(...sealed);
  }

  log(name: string): ReturnType<MemoryStore["log"]> {
    return this.#logs.log(name);
  }

  async transact<R>(work: (tables: ErasureTables) => Promise<R>): Promise<R> {
    let dropped: readonly SealedPlace[] = [];
    const isDropped = (place: SealedPlace): boolean =>
      dropped.some(({ entry, field }) => entry === place.entry && field === place.field);
    const about = (subject: string): SealedValue[] =>
      this.sealed.filter((one) => one.subject === subject && !isDropped(one));
    const result = await this.#logs.transact((tables: LedgerTables) =>
      work(
        Object.assign(tables, {
          findSubjects: (subjects: readonly string[]) =>
            Promise.resolve(subjects.filter((subject) => about(subject).length > 0)),
          readLoggedPlaces: (_log: string, subject: string, most: number) => {
            const { entries } = this.#logs.log(LOG);
            const index = new Map(entries.map((entry) => [entry.id, entry.index]));
            const logged = about(subject).flatMap(({ entry, field }) => {
              const at = index.get(entry);
              return at === undefined ? [] : [{ entry, field, index: at }];
            });
            return Promise.resolve(logged.toReversed().slice(0, most));
          },
          readPlaces: (subject: string, most: number) =>
            Promise.resolve(about(subject).slice(0, most)),
          dropSealed: (places: readonly SealedPlace[]) => {
            dropped = [...dropped, ...places];
            return Promise.resolve();
          },
        }),
      ),
    );
    this.sealed = this.sealed.filter((one) => !isDropped(one));
    return result;
  }
}
