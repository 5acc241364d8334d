import type { Copy, CopyFor } from "../../../core/release/copy.ts";
import type { SanitisePlan } from "../../../core/release/plan.ts";
import { Refusal } from "../../../core/refusal.ts";
import { RemovalLog } from "../removal-log.ts";
import { coverOf } from "./cover.ts";
import { documentCopy } from "./document-copy.ts";
import { cleanTable, sanitiseTable } from "./sanitise-table.ts";
import { readTable, writeTable, type Table } from "./table.ts";
import { withoutControls } from "./write-text.ts";

/**
 * Comma-separated values as they leave for one partner: columns, rows and cells after the plan, with the
 * cover above them behind "#", and nothing in them that a spreadsheet would run. `key` tells the original
 * from any other.
 *
 * @throws Refusal "broken-document" and "too-large" as `readTable`, "contradiction" when nothing is left.
 */
export function copyTable(
  text: string,
  source: { readonly name: string; readonly key: string },
  plan: SanitisePlan,
  to: CopyFor,
): Copy {
  const log = new RemovalLog();
  const table = readTable(withoutControls(text), source.name);
  for (const remark of table.remarks) log.parting("text", remark.replace(/^#\s*/, ""), "line 1");
  if (table.remarks.length > 0) log.change("allow-list", "line 1", "remarks were left behind");
  const sanitised = plan.steps.reduce((one, step) => sanitiseTable(one, step, to.own, log), table);
  const clean = cleanTable(sanitised, log);
  if (isEmpty(clean) && !isEmpty(table)) {
    const problem = "no row of the table is left once it is carried out";
    const remedy = "take a step out of the plan, or write a text of your own for this partner";
    throw new Refusal("contradiction", "the plan", problem, remedy);
  }
  const written = writeTable({ ...clean, remarks: coverOf(to) });
  return documentCopy("csv", written, source.key, to, log);
}

function isEmpty({ header, rows }: Table): boolean {
  return header.length === 0 || rows.length === 0;
}
