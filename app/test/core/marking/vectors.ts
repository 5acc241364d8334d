import { readFileSync } from "node:fs";
import type { MarkingSays } from "../../../src/core/marking/says.ts";

const FOLDER = new URL("../../../../vectors/markings/", import.meta.url);

/** The cases of one vector file: the fields of every line that is no remark. */
export function vectors(file: string): string[][] {
  return readFileSync(new URL(file, FOLDER), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("# "))
    .map((line) => line.split("\t"));
}

/** Claims as vector files write them: sorted, joined by " | ", "-" for none. */
export function written(says: readonly MarkingSays[]): string {
  const claims = says.map((one) => `${one.fact}=${one.value}`).toSorted();
  return claims.length === 0 ? "-" : claims.join(" | ");
}
