/** Runs something. Out: how long it took in milliseconds, and its result. */
export function timed<T>(run: () => T): readonly [number, T] {
  const start = performance.now();
  const result = run();
  return [performance.now() - start, result];
}

/** The value below which a share of all lies: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/**
 * For each place the least over several passes: what the machine can do when nobody disturbs it.
 * Every pass must have the same length.
 */
export function leastOf(passes: readonly (readonly number[])[]): readonly number[] {
  const [first = []] = passes;
  return first.map((_, i) => Math.min(...passes.map((pass) => pass[i] ?? Number.NaN)));
}

/** Milliseconds as a person reads them. */
export function ms(value: number): string {
  if (value >= 1000) return `${(value / 1000).toFixed(2)} s`;
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}
