import { sql, type RawBuilder } from "kysely";
import type { SealedValue } from "../log/sealed-values.ts";

/** One parameter however many there are, so that the statement stays the same. */
export function anyText(texts: readonly string[]): RawBuilder<string> {
  return sql<string>`any(${texts}::text[])`;
}

/** True of what is none of these. */
export function noneOfText(texts: readonly string[]): RawBuilder<string> {
  return sql<string>`all(${texts}::text[])`;
}

/** The columns of a sealed value beside another row: null where there is none. */
export interface SealedColumns {
  readonly entry_id: string | null;
  readonly field: string | null;
  readonly subject: string | null;
  readonly commitment: string | null;
  readonly box: Uint8Array | null;
}

/** The sealed value of a row; undefined where it was erased. */
export function sealedIn(row: SealedColumns): SealedValue | undefined {
  const { entry_id, field, subject, commitment, box } = row;
  if (entry_id === null || field === null || subject === null) return undefined;
  if (commitment === null || box === null) return undefined;
  return { entry: entry_id, field, subject, commitment, box };
}
