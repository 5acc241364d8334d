import type { Command } from "commander";
import { MOST_CHANCE, type Traced } from "../core/release/watermark.ts";
import { traceFile } from "../usecases/release/trace-file.ts";
import { openMemory } from "./open-memory.ts";
import { exampleOf } from "./options.ts";
import { printable } from "./print/printable.ts";
import { EXIT, print, type Terminal } from "./print/terminal.ts";

/** caveat trace FILE */
export function addTrace(program: Command, terminal: Terminal, done: (code: number) => void): void {
  program
    .command("trace")
    .description("whose copy a file is that was found, by the mark in it")
    .argument("<file>", "STIX, MISP or text that was made from a copy with a mark")
    .option("--json", "print the answer for a program")
    .addHelpText("after", exampleOf("trace found.json"))
    .action(async (file: string, options: { readonly json?: boolean }) => {
      const ports = terminal.connect();
      await using memory = await openMemory(ports, terminal);
      const candidates = (): ReturnType<typeof memory.recipients> => memory.recipients();
      const traced = await traceFile(file, { signsIn: (path) => ports.signsIn(path), candidates });
      if (options.json === true) print(terminal, ports.toText(traced));
      else print(terminal, printable(describe(traced)));
      done(EXIT.ok);
    });
}

function describe({ signs, named, candidates }: Awaited<ReturnType<typeof traceFile>>): string {
  const among = `${signs} signs, ${candidates} recipients`;
  if (named.length === 0) {
    return `nobody: no recipient's mark is in it with a chance of error below ${MOST_CHANCE} (${among})`;
  }
  const mixed = named.length > 1 ? ["several copies were mixed:"] : [];
  return [...mixed, ...named.map(say), `(${among})`].join("\n");
}

function say({ partner, agree, of, chance }: Traced): string {
  const odds = chance < 1e-300 ? "1e-300" : chance.toExponential(0);
  return `${partner}: ${agree} of ${of} signs agree; a chance of at most ${odds} that it is another`;
}
