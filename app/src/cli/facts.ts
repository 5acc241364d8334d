import type { Command } from "commander";
import type { Item, Part } from "../core/item.ts";
import { suggest } from "../core/nearest.ts";
import { Refusal } from "../core/refusal.ts";
import { toValues, viewFacts, type EvidencedValue, type FactsView } from "../usecases/facts.ts";
import { printable } from "./print/printable.ts";
import { formatTypes } from "./print/print-types.ts";
import { exampleOf } from "./options.ts";
import { print, type Terminal } from "./print/terminal.ts";

interface Options {
  readonly json?: boolean;
  readonly part?: string;
  readonly type?: string;
  readonly site?: string;
  readonly all?: boolean;
}

/** Places shown for one value before the rest is only counted. */
const MOST_PLACES = 3;

/** caveat facts ITEMFILE */
export function addFacts(program: Command, terminal: Terminal): void {
  program
    .command("facts")
    .description("every fact of an item with its evidence: where it was read, or who stated it")
    .argument("<itemfile>", "STIX, MISP, CSAF, PDF, mail, CSV, Markdown or text; plain or .gz")
    .option("--part <id>", "only this object or attribute")
    .option("--type <name>", "list the parts of this type, each with its facts")
    .option("--site <file>", "the site file, for what sources are known to mean")
    .option("--json", "print for a program: every fact, value and place")
    .option("--all", "every place and every note")
    .addHelpText("after", exampleOf("facts bundle.json --type intrusion-set"))
    .action(async (itemfile: string, options: Options) => {
      const ports = terminal.connect();
      const item = await ports.items.readItem(itemfile);
      const site = await ports.cases.readSite(options.site ?? ports.site);
      const view = viewFacts(item, site);
      const parts = choose(view.parts, options, itemfile);
      const all = options.all === true;
      if (options.json === true) printJson(terminal, item, view, parts);
      else if (options.type !== undefined) {
        for (const part of parts) print(terminal, formatPart(part, all));
        print(terminal, `${parts.length} parts of the type ${options.type}`);
      } else print(terminal, formatView(item, view, parts, all));
    });
}

/** The parts asked for. Throws a Refusal when there is none. */
function choose(all: readonly Part[], { part, type }: Options, itemfile: string): readonly Part[] {
  const known = all.filter((one) => part === undefined || one.id === part);
  const parts = known.filter((one) => type === undefined || one.type === type);
  if (parts.length > 0 || (part === undefined && type === undefined)) return parts;
  const [problem, remedy] =
    known.length === 0
      ? [
          `there is no part "${part ?? ""}" in it`,
          "give the id of one of its objects or attributes",
        ]
      : [`there is no part of the type "${type ?? ""}"`, suggest(type ?? "", typesOf(known))];
  throw new Refusal("bad-usage", itemfile, problem, remedy);
}

function typesOf(parts: readonly Part[]): readonly string[] {
  return [...new Set(parts.map((part) => part.type))].toSorted();
}

/** One line for each value, so that a program can read a large answer as it comes. */
function printJson(terminal: Terminal, item: Item, view: FactsView, parts: readonly Part[]): void {
  const { parts: _, ...about } = item;
  const head = { item: { ...about, notes: item.notes.length, parts: item.parts.length } };
  const rest = { sheet: view.sheet, notes: view.notes };
  print(terminal, `{"item":${JSON.stringify(head.item)},"facts":[`);
  const values = toValues(parts);
  values.forEach((value, i) => {
    print(terminal, `${JSON.stringify(value)}${i + 1 < values.length ? "," : ""}`);
  });
  print(terminal, `],"sheet":${JSON.stringify(rest.sheet)},"notes":${JSON.stringify(rest.notes)}}`);
}

function formatView(item: Item, view: FactsView, parts: readonly Part[], all: boolean): string {
  const notes = all ? view.notes : view.notes.slice(0, 5);
  const more = view.notes.length - notes.length;
  return [
    `${printable(item.name)}: ${item.format}, ${item.size} bytes, sha256 ${item.sha256}`,
    `${item.parts.length.toLocaleString("en")} ${item.format.startsWith("stix") ? "objects" : "parts"} read`,
    "",
    ...(parts.length > 1 ? [formatTypes(parts), ""] : []),
    ...toValues(parts).map((value) => formatValue(value, all)),
    ...(view.notes.length === 0 ? [] : ["", `Notes (${view.notes.length})`]),
    ...printable(notes).map(
      (note) => `  ${note.place === "" ? "" : `${note.place}: `}${note.says}`,
    ),
    ...(more > 0 ? [`  … and ${more} more; --all shows them`] : []),
  ].join("\n");
}

function formatPart(part: Part, all: boolean): string {
  return [
    printable(`${part.id === "" ? part.place : part.id} (${part.type})`),
    ...toValues([part]).map((value) => formatValue(value, all)),
  ].join("\n");
}

function formatValue(raw: EvidencedValue, all: boolean): string {
  const { fact, value, evidence } = { ...raw, value: printable(raw.value) };
  const shown = all ? evidence : evidence.slice(0, MOST_PLACES);
  const more = evidence.length - shown.length;
  return [
    `  ${fact} = ${String(value)}`,
    ...shown.map(({ place, says, statedBy, reading }) => {
      const where = statedBy === undefined ? `at ${place === "" ? "/" : place}` : `in ${place}`;
      return `      ${printable(where)}: ${printable(says)}${reading === undefined ? "" : " (on its container)"}`;
    }),
    ...(more > 0 ? [`      … and ${more} more places`] : []),
  ].join("\n");
}
