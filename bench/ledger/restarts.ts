import { spawn } from "node:child_process";
import { once } from "node:events";

/** What restarts took, by what was killed; beside each, what a process that does nothing took then. */
export class Restarts {
  readonly #all: { readonly round: number; readonly what: string; readonly took: number }[] = [];
  readonly #empty: number[] = [];

  /** `took` in milliseconds. */
  add(round: number, what: string, took: number): void {
    this.#all.push({ round, what, took });
  }

  /** Runs an empty process of Node: what starting anything costs on this machine at this moment. */
  async measureEmpty(): Promise<void> {
    const start = performance.now();
    const empty = spawn(process.execPath, ["--eval", ""], { stdio: "ignore" });
    await once(empty, "exit");
    this.#empty.push(performance.now() - start);
  }

  /** Whether a restart after this was measured. */
  has(what: string): boolean {
    return this.#all.some((one) => one.what === what);
  }

  /** One sentence for each that took longer than `longest` milliseconds. */
  slow(longest: number): readonly string[] {
    return this.#all
      .filter(({ took }) => took > longest)
      .map(({ round, what, took }) => `round ${round}, ${what}: back after ${seconds(took)}`);
  }

  /** Median and longest of all, and of each kind; "signer: checked" and the like count as one. */
  get summary(): string {
    const kinds = new Map<string, number[]>();
    for (const { what, took } of this.#all) {
      const kind = what.replace(/:.*/, " at a point");
      kinds.set(kind, [...(kinds.get(kind) ?? []), took]);
    }
    const each = [...kinds].map(([kind, times]) => `${kind} ${describe(times)}`).toSorted();
    const all = describe(this.#all.map(({ took }) => took));
    return `back after ${all} (${each.join("; ")}; an empty process ${describe(this.#empty)})`;
  }
}

function describe(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `${seconds(median)} in the median, ${seconds(sorted.at(-1) ?? 0)} at most`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
