import type { Command } from "commander";
import type { LedgerStatus, WitnessStatus } from "../../usecases/memory.ts";
import { openMemory } from "../open-memory.ts";
import { exampleOf } from "../options.ts";
import { printable } from "../print/printable.ts";
import { EXIT, print, type Terminal } from "../print/terminal.ts";

interface Options {
  readonly json?: boolean;
}

const ABOUT = `how the ledger stands, and who vouches for how much of it

Its name, how many entries it has, how many wait for their place, the newest
signed checkpoint, what the signer vouched for last, and for each witness the
largest state it signed and whether it answers now. Changes nothing.`;

/** caveat ledger status */
export function addStatus(ledger: Command, terminal: Terminal, done: (code: number) => void): void {
  ledger
    .command("status")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT)
    .option("--json", "print it for a program, with the checkpoint itself")
    .addHelpText("after", exampleOf("ledger status --json"))
    .action(async ({ json }: Options) => {
      const ports = terminal.connect();
      await using memory = await openMemory(ports, terminal);
      const status = await memory.ledger.status();
      print(terminal, json === true ? ports.toText(printable(status)) : printable(textOf(status)));
      done(EXIT.ok);
    });
}

function textOf(status: LedgerStatus): string {
  const { origin, entries, waiting, newest, isWitnessed, signer, witnesses } = status;
  const covered = isWitnessed ? "" : ", and its witnesses do not meet their quorum yet";
  return [
    `the ledger of ${origin}`,
    `  entries  ${entries}, and ${waiting} waiting for their place`,
    `  signed   ${newest === undefined ? "nothing yet" : `${countOf(newest.size)}${covered}`}`,
    `  signer   vouched for ${countOf(signer.size)}`,
    ...signer.keys.map((key) => `           ${key}`),
    ...(witnesses.length === 0 ? ["  witness  none is named; see CAVEAT_WITNESSES"] : []),
    ...witnesses.map((one) => `  witness  ${witnessText(one)}`),
  ].join("\n");
}

function witnessText({ name, url, signed, answers }: WitnessStatus): string {
  const so = signed === undefined ? "signed nothing yet" : `signed ${countOf(signed)}`;
  return `${name} at ${url}: ${so}; ${answers ? "it answers" : "it does not answer"}`;
}

function countOf(size: number): string {
  return size === 1 ? "1 entry" : `${size} entries`;
}
