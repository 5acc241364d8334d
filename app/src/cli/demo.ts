import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { suggest } from "../core/nearest.ts";
import { Refusal } from "../core/refusal.ts";
import { decideScenario, type DecidedScenario } from "../usecases/demo-matrix.ts";
import type { VerdictRecord } from "../usecases/record.ts";
import { coloursFor, type Colours } from "./print/colour.ts";
import { printable } from "./print/printable.ts";
import { formatMatrix } from "./print/print-matrix.ts";
import { formatVerdict } from "./print/print-verdict.ts";
import { runDesk } from "./demo-desk/run.ts";
import { rememberDemo } from "./remember-demo.ts";
import { exampleOf } from "./options.ts";
import { EXIT, print, type Terminal } from "./print/terminal.ts";

interface Options {
  readonly once?: boolean;
  readonly explain?: readonly string[];
  readonly scenario?: string;
}

const LEGEND = `release: the case officer may send it · +caveats: with caveats the system attaches ·
hold: the desk can supply what is missing · refer: another role decides · withhold: no way`;

/** caveat demo */
export function addDemo(program: Command, terminal: Terminal, done: (code: number) => void): void {
  program
    .command("demo")
    .description("the worked scenario: invented services, real rules; every cell can be explained")
    .option("--once", "print the matrix, keep its verdicts, prove one, and end")
    .option("--explain <names...>", "print the verdict of a cell (ITEM PARTNER) or of a request")
    .option("--scenario <file>", "another scenario")
    .addHelpText("after", exampleOf("demo --explain ITEM PARTNER"))
    .action(async (options: Options) => {
      const ports = terminal.connect();
      const path = options.scenario ?? ports.cases.resolve(ports.site, "requests.yaml");
      const scenario = await decideScenario(path, ports);
      const colours = coloursFor(terminal);
      if (options.explain === undefined) print(terminal, formatScenario(scenario, colours));
      else print(terminal, explain(options.explain, scenario, colours));
      const records = everyRecord(scenario);
      const alarm = records.some((record) => record.alarm !== undefined);
      done(alarm ? EXIT.engine : EXIT.ok);
      if (options.explain !== undefined) return;
      const { text, isGood } = await rememberDemo(records, ports, terminal);
      print(terminal, `${text}\n`);
      if (!isGood) done(EXIT.found);
      const stay = async (url: string, stopped: AbortSignal): Promise<void> => {
        if (options.once === true) return;
        print(terminal, `The desk is served at ${url}, until this ends.`);
        if (terminal.input.isTTY) return converse(terminal, scenario, colours);
        print(terminal, "Ask about a cell: npm run demo -- --explain ITEM PARTNER");
        await new Promise((resolve) => stopped.addEventListener("abort", resolve));
      };
      await runDesk(path, stay, ports, terminal);
    });
}

function formatScenario(scenario: DecidedScenario, c: Colours): string {
  const titles = scenario.rows.map((row) => `  ${c.bold(row.item)}  ${row.title}`);
  const stories = scenario.requests.map(
    ({ id, record, story }) =>
      `  ${c.bold(id)}: ${c.outcome(record.outcome)} (${record.item} → ${record.partner})\n      ${story}`,
  );
  return [
    "Can I still share this? Each item, for each partner, today.",
    "",
    formatMatrix(
      scenario.rows.map((row) => ({ title: row.item, cells: row.cells })),
      c,
    ),
    LEGEND,
    "",
    "Items",
    ...titles,
    "",
    "Requests with their own circumstances",
    ...stories,
    "",
    `Outcomes in the matrix: ${countOutcomes(scenario, c)}`,
    "",
  ].join("\n");
}

function countOutcomes(scenario: DecidedScenario, c: Colours): string {
  const counts = new Map<VerdictRecord["outcome"], number>();
  for (const { outcome } of scenario.rows.flatMap((row) => row.cells)) {
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return [...counts].map(([outcome, n]) => `${n} ${c.outcome(outcome)}`).join(", ");
}

function explain(names: readonly string[], scenario: DecidedScenario, c: Colours): string {
  const [item = "", partner] = names;
  const request = scenario.requests.find((one) => one.id === item);
  if (request !== undefined) return `${request.story}\n\n${formatVerdict(request.record, c)}`;
  const row = scenario.rows.find((one) => one.item === item);
  if (row === undefined) {
    const known = [...scenario.rows.map((r) => r.item), ...scenario.requests.map((r) => r.id)];
    throw unknown(item, "item or request", known);
  }
  const cell = row.cells.find((one) => one.partner === partner);
  if (cell !== undefined) return `${row.title}\n\n${formatVerdict(cell, c)}`;
  const partners = row.cells.map((one) => one.partner);
  throw unknown(partner ?? "", "partner", partners);
}

function unknown(name: string, what: string, known: readonly string[]): Refusal {
  const called = name === "" ? `no ${what} is named` : `there is no ${what} "${name}"`;
  return new Refusal("bad-usage", "demo", called, suggest(name, known));
}

/** The answer to one question at the prompt; a name that is not known is answered too. */
function answer(line: string, scenario: DecidedScenario, c: Colours): string {
  try {
    return explain(line.split(/\s+/), scenario, c);
  } catch (error) {
    if (error instanceof Refusal) return printable(error.message);
    throw error;
  }
}

async function converse(terminal: Terminal, scenario: DecidedScenario, c: Colours): Promise<void> {
  print(terminal, "Type ITEM PARTNER, or the name of a request, to see why; empty line to leave.");
  const prompt = createInterface({ input: terminal.input, output: terminal.output });
  try {
    for (;;) {
      const line = (await prompt.question("why? ")).trim();
      if (line === "" || line === "quit" || line === "exit") return;
      print(terminal, answer(line, scenario, c));
    }
  } finally {
    prompt.close();
  }
}

function everyRecord(scenario: DecidedScenario): readonly VerdictRecord[] {
  return [...scenario.rows.flatMap((row) => row.cells), ...scenario.requests.map((r) => r.record)];
}
