import type { Claim } from "../../core/item.ts";
import type { Budget } from "./budget.ts";

/** Claims that start at a node of the graph. */
export interface Carrier {
  readonly node: number;
  readonly claims: readonly Claim[];
}

/** Who takes facts from whom. */
export class Takers {
  readonly #budget: Budget;
  /** Source and taker of each edge, one after the other. */
  readonly #edges: number[] = [];
  #nodes = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** `taker` shows the claims of `source`, and whatever `source` takes from others. */
  add(taker: number, source: number): void {
    this.#budget.spend(1);
    this.#edges.push(source, taker);
    this.#nodes = Math.max(this.#nodes, source + 1, taker + 1);
  }

  /** The same edges, and room for more. */
  copy(): Takers {
    const copy = new Takers(this.#budget);
    for (const end of this.#edges) copy.#edges.push(end);
    copy.#nodes = this.#nodes;
    return copy;
  }

  /**
   * Carries claims along the edges as far as they lead, through cycles too. The carriers of one group
   * go out together, and a node receives the claims of the nearest of them, once; a carrier receives
   * nothing from its own group. Takes time in proportion to what is given.
   *
   * @throws Refusal "too-many-nodes" where that is out of all proportion.
   */
  spread(groups: Iterable<readonly Carrier[]>, give: (carrier: Carrier, to: number) => void): void {
    const { starts, takers } = this.#sorted();
    const seenIn = new Int32Array(this.#nodes).fill(-1);
    let group = 0;
    for (const carriers of groups) {
      for (const { node } of carriers) seenIn[node] = group;
      let wave = carriers.map((carrier) => ({ carrier, node: carrier.node }));
      while (wave.length > 0) {
        const next: typeof wave = [];
        for (const { carrier, node } of wave) {
          const end = starts[node + 1] ?? 0;
          this.#budget.spend(end - (starts[node] ?? 0));
          for (let at = starts[node] ?? 0; at < end; at++) {
            const taker = takers[at] ?? 0;
            if (seenIn[taker] === group) continue;
            seenIn[taker] = group;
            give(carrier, taker);
            next.push({ carrier, node: taker });
          }
        }
        wave = next;
      }
      group++;
    }
  }

  /** The takers of node n stand in `takers` from `starts[n]` up to `starts[n + 1]`. */
  #sorted(): { readonly starts: Int32Array; readonly takers: Int32Array } {
    const starts = new Int32Array(this.#nodes + 2);
    const edges = this.#edges;
    for (let i = 0; i < edges.length; i += 2) count(starts, (edges[i] ?? 0) + 2);
    for (let n = 1; n < starts.length; n++) starts[n] = (starts[n] ?? 0) + (starts[n - 1] ?? 0);
    const takers = new Int32Array(edges.length / 2);
    for (let i = 0; i < edges.length; i += 2) {
      takers[count(starts, (edges[i] ?? 0) + 1)] = edges[i + 1] ?? 0;
    }
    return { starts, takers };
  }
}

/** Counts one up and returns what stood there. */
function count(counters: Int32Array, at: number): number {
  const before = counters[at] ?? 0;
  counters[at] = before + 1;
  return before;
}
