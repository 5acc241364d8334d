/** As many keys as are made at once, at most. */
const MOST = 16;
/** With fewer left, the next are made before anybody waits for them. */
const FEW = 8;

/**
 * Subjects nobody has heard of yet, each with its key on disk already, so that whoever needs one in the
 * middle of something does not wait for the disk. They are made together, since keys that are made at
 * once share the flush of their directory; as many as were used before, so that of a process that ends
 * no more are left unused than were used.
 */
export class FreshSubjects {
  readonly #make: (amount: number) => Promise<readonly string[]>;
  #ready: readonly string[] = [];
  #amount = 1;
  #used = 0;
  #making: Promise<void> | undefined;

  /** `make` makes so many subjects with their keys, which are on disk when it resolves. */
  constructor(make: (amount: number) => Promise<readonly string[]>) {
    this.#make = make;
  }

  /** A subject that nobody else is given. Rejects as `make` does; asked again it is made again. */
  async take(): Promise<string> {
    for (;;) {
      const [first, ...others] = this.#ready;
      if (first === undefined) {
        await this.#more();
        continue;
      }
      this.#ready = others;
      this.#used += 1;
      const isEnoughUsed = others.length + this.#amount <= this.#used;
      // What goes wrong is told to whoever has to wait.
      if (others.length < FEW && isEnoughUsed) this.#more().catch(() => undefined);
      return first;
    }
  }

  #more(): Promise<void> {
    this.#making ??= this.#makeMore();
    return this.#making;
  }

  async #makeMore(): Promise<void> {
    try {
      const made = await this.#make(this.#amount);
      this.#ready = [...this.#ready, ...made];
      this.#amount = Math.min(2 * this.#amount, MOST);
    } finally {
      this.#making = undefined;
    }
  }
}
