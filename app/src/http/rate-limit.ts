import type { Allowance } from "./settings.ts";

interface Bucket {
  left: number;
  at: number;
}

/** Names kept at most; those unused longest go first. */
const MOST = 20_000;

/**
 * Token buckets by name: each gives out `burst` at once, and fills again at `perSecond`. In memory, of
 * this process only.
 */
export class Buckets {
  readonly #buckets: Map<string, Bucket> = new Map();
  readonly #clock: () => number;

  /** `clock`: milliseconds. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Takes one; false when there is none. */
  take(name: string, allowance: Allowance): boolean {
    const bucket = this.#fill(name, allowance);
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }

  /** Whether there is one to take. */
  has(name: string, allowance: Allowance): boolean {
    return this.#fill(name, allowance).left >= 1;
  }

  /** Whether something was taken under this name, and not so long ago that it is forgotten. */
  knows(name: string): boolean {
    return this.#buckets.has(name);
  }

  #fill(name: string, { burst, perSecond }: Allowance): Bucket {
    const now = this.#clock();
    const bucket = this.#buckets.get(name) ?? { left: burst, at: now };
    const passed = Math.max(0, now - bucket.at) / 1000;
    bucket.left = Math.min(burst, bucket.left + passed * perSecond);
    bucket.at = now;
    // Again at the end: a Map keeps the order in which its keys were added.
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    if (this.#buckets.size > MOST) this.#forgetOldest();
    return bucket;
  }

  #forgetOldest(): void {
    const { value } = this.#buckets.keys().next();
    if (value !== undefined) this.#buckets.delete(value);
  }
}
