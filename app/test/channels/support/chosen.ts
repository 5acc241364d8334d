import { compareInstants } from "../../../src/formats/stix/timestamp.ts";
import type { Released, Wanted } from "../../../src/usecases/release/outbox.ts";

/**
 * Which versions of one object are meant (TAXII 2.1 section 3.4): first by specification, without one the
 * latest that it is held in; then, of what is left, first, last, all or those of a time. When they were
 * added plays no part in it.
 */
export function chosen(
  versions: readonly Released[],
  { versions: asked = ["last"], specVersions }: Pick<Wanted, "versions" | "specVersions">,
): readonly Released[] {
  const latest = versions
    .map(({ specVersion }) => specVersion)
    .toSorted(compareSpecs)
    .at(-1);
  const specs = specVersions ?? [latest];
  const left = versions
    .filter(({ specVersion }) => specs.includes(specVersion))
    .toSorted(
      (a, b) =>
        compareVersions(a.version, b.version) ||
        compareSpecs(a.specVersion, b.specVersion) ||
        a.position - b.position,
    );
  return left.filter((row, i) =>
    asked.some((one) => {
      if (one === "all") return true;
      if (one === "first") return i === 0;
      if (one === "last") return i === left.length - 1;
      return compareVersions(row.version, one.exactly) === 0;
    }),
  );
}

/** As instants: negative, zero or positive. */
export function compareVersions(a: string, b: string): number {
  return compareInstants(a, b);
}

function compareSpecs(a: string, b: string): number {
  const [left = [], right = []] = [a, b].map((spec) => spec.split(".").map(Number));
  return (left[0] ?? 0) - (right[0] ?? 0) || (left[1] ?? 0) - (right[1] ?? 0);
}
