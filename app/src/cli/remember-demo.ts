import type { Ports } from "../usecases/ports.ts";
import { proveEntry } from "../usecases/prove-entry.ts";
import { recordVerdicts } from "../usecases/record-verdicts.ts";
import type { VerdictRecord } from "../usecases/record.ts";
import { APART } from "./demo-desk/run.ts";
import { openMemory } from "./open-memory.ts";
import { printable } from "./print/printable.ts";
import { Progress } from "./print/progress.ts";
import type { Terminal } from "./print/terminal.ts";

/**
 * Keeps every verdict of the demo in a ledger of its own, proves one, and checks that proof as an
 * outsider does, from its files alone. Out: what to print of it, and whether the proof was good.
 */
export async function rememberDemo(
  records: readonly VerdictRecord[],
  ports: Ports,
  terminal: Terminal,
): Promise<{ readonly text: string; readonly isGood: boolean }> {
  await using memory = await openMemory(ports, terminal, { apart: APART });
  const progress = new Progress(terminal, "verdicts kept");
  const show = (done: number): void => progress.show(done, records.length);
  const kept = await recordVerdicts(records, memory, ports, show);
  progress.end();
  const [one] = kept;
  if (one === undefined) throw new Error("a scenario has verdicts");
  const folder = ports.files.join(ports.home, APART);
  const { index, state, files } = await proveEntry(one.id, folder, memory, ports);
  const answer = await ports.checker.check({
    path: files.receipt,
    entry: files.entry,
    policy: { path: files.policy },
    pins: [],
  });
  const lines = [
    `Kept: ${kept.length} verdicts, each with an entry in the ledger ${state.origin} (${state.size} entries, signed)`,
    `Proved: ${one.record.item} → ${one.record.partner} is entry ${index}, checked without the ledger:`,
    ...answer.text
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`),
    `Again: npm run caveat -- ledger verify ${files.receipt} --entry ${files.entry} --policy ${files.policy}`,
  ];
  return { text: printable(lines.join("\n")), isGood: answer.isGood };
}
