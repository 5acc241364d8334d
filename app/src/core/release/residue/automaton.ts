/** Most cells of the table in which a step needs no search: 4 MB. */
const CELLS = 1 << 20;

/**
 * Finds all of many words in one pass over a text: Aho and Corasick, "Efficient string matching", CACM 18
 * (1975). States are numbered breadth first, so the children of a state stand side by side and the states
 * near the root, in which a scan spends its time, have a table of their own.
 *
 * Cost: proportional to the sum of the words' lengths to build, to the text's length to run, whatever
 * the words and the text are.
 */
export class Automaton {
  /** Of each UTF-16 unit the number by which states know it; 0 for one that no word has. */
  readonly idOf: Uint16Array = new Uint16Array(0x10000);
  /** Of each state the nearest state, itself or a shorter ending of it, at which a word ends; 0: none. */
  readonly hit: Int32Array;
  /** Of each state 1 where `hit` names one: asked after each letter, so it is kept small. */
  readonly isHit: Uint8Array;
  /** `table[state * width + id]` is the next state of those below `tabled`. */
  readonly table: Int32Array;
  readonly width: number;
  readonly tabled: number;
  readonly #symbol: Uint16Array;
  /** The first child of each state; its last stands before the first child of the next state. */
  readonly #first: Int32Array;
  readonly #fail: Int32Array;
  readonly #word: Int32Array;

  /** @param words  sorted by code unit, each once, none empty */
  constructor(words: readonly string[]) {
    const most = 1 + words.reduce((sum, word) => sum + word.length, 0);
    this.width = 1 + this.#number(words);
    this.#symbol = new Uint16Array(most);
    this.#first = new Int32Array(most + 1);
    this.#word = new Int32Array(most);
    const used = this.#grow(words);
    this.#fail = new Int32Array(used);
    this.hit = new Int32Array(used);
    this.isHit = new Uint8Array(used);
    this.tabled = Math.max(1, Math.min(used, Math.floor(CELLS / this.width)));
    this.table = new Int32Array(this.tabled * this.width);
    this.#link(used);
  }

  /** The state after one more symbol. */
  step(state: number, id: number): number {
    let at = state;
    while (at >= this.tabled) {
      const child = this.#child(at, id);
      if (child !== 0) return child;
      at = this.#fail[at] ?? 0;
    }
    return this.table[at * this.width + id] ?? 0;
  }

  /** The index of the word that ends at a state which `hit` names. */
  wordAt(state: number): number {
    return (this.#word[state] ?? 0) - 1;
  }

  /** The next shorter state at which a word ends, after one that `hit` named; 0: none. */
  nextHit(state: number): number {
    return this.hit[this.#fail[state] ?? 0] ?? 0;
  }

  #number(words: readonly string[]): number {
    for (const word of words) {
      for (let i = 0; i < word.length; i++) this.idOf[word.charCodeAt(i)] = 1;
    }
    let ids = 0;
    for (let unit = 0; unit < this.idOf.length; unit++) {
      if (this.idOf[unit] !== 0) this.idOf[unit] = ++ids;
    }
    return ids;
  }

  /** Lays the words out level by level: equal beginnings of sorted words stand side by side. */
  #grow(words: readonly string[]): number {
    const open = Int32Array.from(words.keys());
    const at = new Int32Array(words.length);
    const { ids, ends } = this.#written(words);
    let used = 1;
    for (let [depth, left] = [0, open.length]; left > 0; depth++) {
      let [parent, last, kept] = [-1, -1, 0];
      for (let i = 0; i < left; i++) {
        const index = open[i] ?? 0;
        const place = (ends[index] ?? 0) + depth;
        const id = ids[place] ?? 0;
        const from = at[index] ?? 0;
        if (from !== parent || id !== last) {
          this.#symbol[used++] = id;
          this.#first[from + 1] = (this.#first[from + 1] ?? 0) + 1;
          parent = from;
          last = id;
        }
        at[index] = used - 1;
        if (place + 1 === ends[index + 1]) this.#word[used - 1] = index + 1;
        else open[kept++] = index;
      }
      left = kept;
    }
    this.#first[0] = 1;
    for (let state = 0; state < used; state++) {
      this.#first[state + 1] = (this.#first[state + 1] ?? 0) + (this.#first[state] ?? 0);
    }
    return used;
  }

  /** The words by their numbers, one after the other; each begins where the one before it ends. */
  #written(words: readonly string[]): { readonly ids: Uint16Array; readonly ends: Int32Array } {
    const ids = new Uint16Array(this.#symbol.length);
    const ends = new Int32Array(words.length + 1);
    let length = 0;
    for (let index = 0; index < words.length; index++) {
      const word = words[index] ?? "";
      for (let i = 0; i < word.length; i++) ids[length++] = this.idOf[word.charCodeAt(i)] ?? 0;
      ends[index + 1] = length;
    }
    return { ids, ends };
  }

  #link(used: number): void {
    for (let state = 0; state < used; state++) {
      const fail = this.#fail[state] ?? 0;
      this.hit[state] = (this.#word[state] ?? 0) > 0 ? state : (this.hit[fail] ?? 0);
      this.isHit[state] = this.hit[state] === 0 ? 0 : 1;
      const end = this.#first[state + 1] ?? 0;
      const first = this.#first[state] ?? 0;
      for (let child = first; child < end; child++) {
        this.#fail[child] = state === 0 ? 0 : this.step(fail, this.#symbol[child] ?? 0);
      }
      if (state >= this.tabled) continue;
      const row = state * this.width;
      const from = fail * this.width;
      if (state > 0) this.table.copyWithin(row, from, from + this.width);
      for (let child = first; child < end; child++) {
        this.table[row + (this.#symbol[child] ?? 0)] = child;
      }
    }
  }

  /** Children stand in the order of their symbols. */
  #child(state: number, id: number): number {
    let low = this.#first[state] ?? 0;
    let high = this.#first[state + 1] ?? 0;
    while (low < high) {
      const middle = (low + high) >> 1;
      const symbol = this.#symbol[middle] ?? 0;
      if (symbol === id) return middle;
      if (symbol < id) low = middle + 1;
      else high = middle;
    }
    return 0;
  }
}
