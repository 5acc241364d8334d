import type { Migration } from "../../../../src/store/migration/migration-files.ts";

/** The file that says what each released migration's SHA-256 is, in the form of sha256sum. */
export const SUMS = "SHA256SUMS";

/** The lines for some migrations. */
export function sumsOf(migrations: readonly Migration[]): string {
  return migrations.map(({ sha256, name }) => `${sha256}  ${name}\n`).join("");
}

/** The names of those that are not what an earlier list says they are, or are gone. */
export function changedSince(sums: string, migrations: readonly Migration[]): string[] {
  const lines = sums.split("\n").filter((line) => line !== "");
  const now = new Set(sumsOf(migrations).split("\n"));
  return lines.filter((line) => !now.has(line)).map((line) => line.split("  ")[1] ?? line);
}
