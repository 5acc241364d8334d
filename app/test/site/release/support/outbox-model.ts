import type { CopyObject } from "../../../../src/core/release/copy.ts";
import type { Wanted } from "../../../../src/usecases/release/outbox.ts";

/** A row as the model has it; its time is not the model's to know. */
export interface ModelRow {
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly specVersion: string;
  /** Undefined: that of its time. */
  readonly version: string | undefined;
  readonly text: string;
  /** The releases that hold it; a recall's own id for what that serves. */
  readonly held: Set<string>;
  readonly byRecall: boolean;
}

/** Times of rows by their positions, as they turned out. */
export type Times = ReadonlyMap<number, string>;

/** One collection, in memory and by the letter. */
export class OutboxModel {
  rows: ModelRow[] = [];
  #last = 0;
  readonly #recalled: Set<string> = new Set();
  readonly #waiting: (() => void)[] = [];

  release(what: string, objects: readonly CopyObject[]): void {
    this.#waiting.push(() => {
      if (this.#recalled.has(what)) return;
      for (const object of objects) this.#show(what, object, false);
    });
  }

  recall(what: string, release: string, instead: readonly CopyObject[]): void {
    this.#recalled.add(release);
    this.#waiting.push(() => {
      for (const row of this.rows) row.held.delete(release);
      this.rows = this.rows.filter(({ held }) => held.size > 0);
      const others = this.rows.filter(({ byRecall }) => !byRecall).map(({ id }) => id);
      for (const object of instead) {
        if (!others.includes(object.id)) this.#show(what, object, true);
      }
    });
  }

  /** What waited is shown, in its order. */
  advance(): void {
    for (const show of this.#waiting.splice(0)) show();
  }

  /** What a page holds: positions, and whether more matches. */
  page(wanted: Wanted, times: Times): { readonly positions: readonly number[]; more: boolean } {
    const matching = this.rows.filter((row) => this.#matches(row, wanted, times));
    let bytes = 0;
    const taken = matching.slice(0, wanted.limit).filter(({ id, text }, i) => {
      bytes += sizeOf(id, text);
      return i === 0 || bytes <= wanted.mostBytes;
    });
    return {
      positions: taken.map(({ position }) => position),
      more: taken.length < matching.length,
    };
  }

  #show(what: string, object: CopyObject, byRecall: boolean): void {
    const { id, type, specVersion, version } = object;
    const text = Buffer.from(object.bytes).toString();
    const same = this.rows.find(
      (row) =>
        (!row.byRecall || row.held.has(what)) &&
        row.id === id &&
        row.specVersion === specVersion &&
        (version === undefined || row.version === version) &&
        row.text === text,
    );
    if (same !== undefined) {
      same.held.add(what);
      return;
    }
    this.#last += 1;
    const held = new Set([what]);
    this.rows.push({ position: this.#last, id, type, specVersion, version, text, held, byRecall });
  }

  #matches(row: ModelRow, wanted: Wanted, times: Times): boolean {
    const { addedAfter, after = 0, ids, types, versions = ["last"], specVersions } = wanted;
    const time = times.get(row.position) ?? "";
    const ofObject = this.rows.filter(({ id }) => id === row.id);
    const specs = ofObject.map(({ specVersion }) => specVersion).toSorted();
    const alike = ofObject
      .filter(({ specVersion }) => specVersion === row.specVersion)
      .toSorted((a, b) => (versionOf(a, times) < versionOf(b, times) ? -1 : 1));
    const isVersion = versions.some((one) => {
      if (one === "all") return true;
      if (one === "first") return alike[0] === row;
      if (one === "last") return alike.at(-1) === row;
      return Date.parse(one.exactly) === Date.parse(versionOf(row, times));
    });
    return (
      row.position > after &&
      (addedAfter === undefined || time > addedAfter) &&
      (ids === undefined || ids.includes(row.id)) &&
      (types === undefined || types.includes(row.type)) &&
      (specVersions === undefined
        ? row.specVersion === specs.at(-1)
        : specVersions.includes(row.specVersion)) &&
      isVersion
    );
  }
}

/** Two rows of one version: the later one is the later version, which a stable sort keeps. */
function versionOf({ version, position }: ModelRow, times: Times): string {
  return version ?? times.get(position) ?? "";
}

function sizeOf(_: string, text: string): number {
  return Buffer.byteLength(text);
}
