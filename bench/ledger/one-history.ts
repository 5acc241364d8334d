import { RightEdge } from "caveat-verifier";
import { TREE } from "../../app/src/ledger/tree.ts";

/** The head of a tree that somebody was shown. */
export interface IssuedHead {
  readonly origin: string;
  readonly size: number;
  /** In base64. */
  readonly root: string;
  /** Who has it. */
  readonly from: string;
}

/** Finds, entry by entry, which of the heads that were issued are not on the history of a log. */
export class OneHistory {
  readonly #edge: RightEdge = new RightEdge(TREE);
  readonly #heads: Map<number, Map<string, string>> = new Map();
  readonly failures: string[] = [];
  /** How many different heads were issued. */
  readonly issued: number;

  constructor(heads: readonly IssuedHead[]) {
    for (const { size, root, from } of heads) {
      const roots = this.#heads.get(size) ?? new Map<string, string>();
      this.#heads.set(size, roots.set(root, from));
    }
    this.issued = [...this.#heads.values()].reduce((sum, roots) => sum + roots.size, 0);
    this.#compare();
  }

  /** Adds the next entry by its leaf hash. */
  append(leaf: Uint8Array): void {
    this.#edge.append(leaf);
    this.#compare();
  }

  /** To be called after the last entry: heads of more entries than there are count as failures. */
  end(): void {
    const { size } = this.#edge;
    for (const [shown, roots] of this.#heads) {
      if (shown <= size) continue;
      const who = [...roots.values()].join(", ");
      this.failures.push(`a tree of ${shown} entries was shown (${who}), and there are ${size}`);
    }
  }

  get size(): number {
    return this.#edge.size;
  }

  root(): Uint8Array {
    return this.#edge.root();
  }

  #compare(): void {
    const { size } = this.#edge;
    const roots = this.#heads.get(size);
    if (roots === undefined) return;
    const own = Buffer.from(this.#edge.root()).toString("base64");
    for (const [root, from] of roots) {
      if (root !== own) this.failures.push(`fork: ${from} has another tree of ${size} entries`);
    }
  }
}
