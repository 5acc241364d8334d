import { toCountry } from "../../../core/country.ts";
import type { Claim } from "../../../core/item.ts";
import { findMarkings } from "../../../core/marking/text.ts";
import { protectedProfessions } from "../../../core/profession.ts";
import type { CopyFor } from "../../../core/release/copy.ts";
import type { SanitiseStep } from "../../../core/release/plan.ts";
import { Refusal } from "../../../core/refusal.ts";
import { readMarkingField } from "../../document/marking-field.ts";
import { ceilingOf } from "../ceiling.ts";
import type { RemovalLog } from "../removal-log.ts";
import { coarsenInstant } from "../text/coarse-time.ts";
import { REMOVED, textEditOf, type TextEdit } from "../text/text-edit.ts";
import { makeSecretRemover } from "../words/word-remover.ts";
import {
  isColumnDropped,
  isNationalityColumn,
  isOriginatorColumn,
  isTimeColumn,
} from "./columns.ts";
import { keyOf } from "./labelled-line.ts";
import type { Table } from "./table.ts";

/** A table after one step of a plan: columns and rows that go, then what cells say. */
export function sanitiseTable(
  table: Table,
  step: SanitiseStep,
  own: CopyFor["own"],
  log: RemovalLog,
): Table {
  const columns = withoutColumns(table, step, log);
  const rows = withoutRows(columns, step, own, log);
  const masked = step.step === "mask" ? maskColumn(rows, step, log) : rows;
  const timed = step.step === "generalise-time" ? coarsenSeconds(masked, step.to, log) : masked;
  const edit = textEditOf(step, own, log);
  return edit === undefined ? timed : editCells(timed, edit);
}

/** Every cell edited, and the names of the columns. */
function editCells({ header, rows, remarks }: Table, edit: Pick<TextEdit, "edit">): Table {
  const cells = (record: readonly string[], row: number): readonly string[] =>
    record.map((cell, i) => edit.edit(cell, `row ${row} column ${i + 1}`));
  return { header: cells(header, 1), rows: rows.map((row, i) => cells(row, i + 2)), remarks };
}

function withoutColumns(table: Table, step: SanitiseStep, log: RemovalLog): Table {
  const kept = table.header.map((name) => !isColumnDropped(step, name));
  if (kept.every(Boolean)) return table;
  table.rows.forEach((row, r) => {
    row.forEach((cell, c) => {
      if (kept[c] === false) log.value("value", cell, `row ${r + 2} column ${c + 1}`);
    });
  });
  kept.forEach((isKept, c) => {
    if (!isKept) log.change(step.step, `column ${c + 1}`, "a column was taken out");
  });
  const pick = (row: readonly string[]): readonly string[] => row.filter((_, c) => kept[c] ?? true);
  return { ...table, header: pick(table.header), rows: table.rows.map(pick) };
}

function withoutRows(
  table: Table,
  step: SanitiseStep,
  own: CopyFor["own"],
  log: RemovalLog,
): Table {
  const goes = rowTest(step, table, own);
  if (goes === undefined) return table;
  const rows = table.rows.filter((row, r) => {
    if (!goes(row)) return true;
    row.forEach((cell, c) => {
      const at = `row ${r + 2} column ${c + 1}`;
      // What is no indicator, a kind or a country, other rows say by right.
      if (INDICATOR.test(cell)) log.value("value", cell, at);
      else log.parting("value", cell, at);
    });
    log.change(step.step, `row ${r + 2}`, "a row was taken out");
    return false;
  });
  return { ...table, rows };
}

const INDICATOR = /^\S{1,2000}[.@:/]\S|\d{6}|^[0-9a-f]{32,128}$/i;

/** Which rows go whole. */
function rowTest(
  step: SanitiseStep,
  { header, remarks }: Table,
  own: CopyFor["own"],
): ((row: readonly string[]) => boolean) | undefined {
  switch (step.step) {
    case "honour-markings": {
      const ceiling = ceilingOf(step.most);
      const labels = remarks.flatMap((line) => claimsOf([line], []));
      return (row) => {
        const claims = claimsOf(row, header);
        return ceiling.isExceededBy(claims.length > 0 ? claims : labels);
      };
    }
    case "remove-own-nationals": {
      const at = indicesOf(header, isNationalityColumn);
      return (row) => at.some((c) => toCountry(row[c] ?? "") === own.country);
    }
    case "remove-protected-professions":
      return (row) => row.some((cell) => protectedProfessions(cell).length > 0);
    case "cut-originators":
      return originatorTest(step, header, own);
    default:
      return undefined;
  }
}

/** A column that says whose a row is decides; without one nobody can tell. */
function originatorTest(
  { originators }: SanitiseStep & { step: "cut-originators" },
  header: readonly string[],
  own: CopyFor["own"],
): (row: readonly string[]) => boolean {
  const at = indicesOf(header, isOriginatorColumn);
  if (at.length === 0 && originators === "all-others") {
    throw new Refusal(
      "contradiction",
      "cut-originators",
      "no column of the table says which rows come from other originators",
      "ask for their consent, name the originators, or leave the rows out yourself",
    );
  }
  const ours = new Set([own.name, own.organisation, ...own.aliases].map(keyOf));
  if (originators === "all-others") return (row) => at.some((c) => !ours.has(keyOf(row[c] ?? "")));
  const names = new Set(originators.map(keyOf));
  return (row) => at.some((c) => names.has(keyOf(row[c] ?? "")));
}

function claimsOf(row: readonly string[], header: readonly string[]): readonly Claim[] {
  return row.flatMap((cell, c) =>
    [...readMarkingField(header[c] ?? "", cell), ...findMarkings(cell)].map((one) => ({
      ...one,
      place: "the row",
    })),
  );
}

function maskColumn(table: Table, step: SanitiseStep & { step: "mask" }, log: RemovalLog): Table {
  const at = indicesOf(table.header, (name) => keyOf(name) === keyOf(step.property));
  if (at.length === 0) return table;
  log.change("mask", `column ${(at[0] ?? 0) + 1}`, "a column was masked");
  const rows = table.rows.map((row, r) =>
    row.map((cell, c) => {
      if (!at.includes(c) || cell === "") return cell;
      log.value("value", cell, `row ${r + 2} column ${c + 1}`);
      return step.with;
    }),
  );
  return { ...table, rows };
}

/** Seconds and milliseconds since 1970, in columns that tell times, as days. */
function coarsenSeconds(
  table: Table,
  grain: Parameters<typeof coarsenInstant>[1],
  log: RemovalLog,
): Table {
  const at = new Set(indicesOf(table.header, isTimeColumn));
  const rows = table.rows.map((row, r) =>
    row.map((cell, c) => {
      if (!at.has(c) || !/^1\d{9}(?:\d{3})?$/.test(cell.trim())) return cell;
      const milliseconds = Number(cell.trim().padEnd(13, "0"));
      log.parting("time", cell, `row ${r + 2} column ${c + 1}`);
      return coarsenInstant(new Date(milliseconds).toISOString().slice(0, 10), grain) ?? REMOVED;
    }),
  );
  return { ...table, rows };
}

/** Without what cells still say of what was removed elsewhere. */
export function cleanTable(table: Table, log: RemovalLog): Table {
  const remover = makeSecretRemover(log.secrets);
  return editCells(table, { edit: (cell) => remover.remove(cell, REMOVED).text });
}

function indicesOf(header: readonly string[], test: (name: string) => boolean): readonly number[] {
  return header.flatMap((name, i) => (test(name) ? [i] : []));
}
