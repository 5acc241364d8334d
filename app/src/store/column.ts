import type { ColumnType } from "kysely";

/** A moment as RFC 3339 text in UTC, to the microsecond: "2026-11-26T08:00:00.123456Z". */
export type Moment = string;

/** A column that is written once: there is no right to change it. */
export type Fixed<T> = ColumnType<T, T, never>;
