import { VerificationError } from "caveat-verifier";
import { Command, CommanderError } from "commander";
import { ClientError } from "../client/client-error.ts";
import { ExplainedError } from "../core/explained-error.ts";
import { Refusal } from "../core/refusal.ts";
import { addActors } from "./actors.ts";
import { addBackup } from "./backup.ts";
import { addCase } from "./case.ts";
import { addDecide } from "./decide.ts";
import { addDemo } from "./demo.ts";
import { addFacts } from "./facts.ts";
import { addInit } from "./init.ts";
import { addLedger } from "./ledger.ts";
import { addPack } from "./pack.ts";
import { addPackage } from "./package.ts";
import { printable } from "./print/printable.ts";
import { addReplay } from "./replay.ts";
import { addRestore } from "./restore.ts";
import { EXIT, type Terminal } from "./print/terminal.ts";
import { addServe } from "./serve.ts";
import { addTrace } from "./trace.ts";
import { addWho } from "./who.ts";
import { addWitness } from "./witness.ts";

const ABOUT = `Caveat answers one question for services that share intelligence with foreign
partners: can I still share this? For one item, one partner, one purpose, today:
an outcome, the reasons, and every smallest set of steps that would make it
possible.

Outcomes, from best to worst:
  release               the case officer may send it
  release-with-caveats  the same, with caveats the system attaches
  hold                  something is missing that the desk can supply
  refer                 only somebody with another role can approve it
  withhold              no set of steps makes it possible`;

const MORE = `
Examples:
  caveat demo                          the worked scenario, and questions about it
  caveat decide case.yaml              one case: outcome, reasons, paths
  caveat decide case.yaml --json       the same for a program, and for caveat replay
  caveat who report.json               who of all partners may have this?
  caveat facts bundle.json             what was read, and where it stands
  caveat pack test nl-wiv              the pack's cases: its tests and its documentation
  caveat decide case.yaml --record     keep the verdict, with an entry in the ledger
  caveat ledger export all.export      the whole ledger, for whoever checks it
  caveat ledger verify all.export      is it whole, and signed by whom you believe?
  caveat serve                         the desk: its API, sign-in, cases, ledger
  caveat case list --mine              the same cases from the command line
  caveat package open 0193.pgp --key own.asc --trust lowland.asc --into 0193
                                       what a partner sent, after checking all of it
  caveat trace found.json              whose copy is this? by the mark in it
  caveat backup /mnt/2026-11-26        a checked copy; caveat restore brings it back

Exit: 0 a verdict was reached, whatever it is · 1 a check found something ·
      2 bad input, with file, line and field · 3 an engine failed (the verdict is withhold)

Environment: CAVEAT_SITE (site file) · CAVEAT_HOME (imported actors, database, keys) ·
      CAVEAT_PACKS · CAVEAT_DATABASE_URL (a PostgreSQL of your own) · CAVEAT_POSTGRES (the
      program for ours) · CAVEAT_SIGNER (socket of a signer under its own account) ·
      CAVEAT_ORIGIN (name of a new ledger) · CAVEAT_WITNESSES (file that names witnesses) ·
      CAVEAT_PROVIDERS (file that names identity providers, for caveat serve) ·
      CAVEAT_SERVER and CAVEAT_TOKEN (for caveat case) ·
      CAVEAT_MAX_BYTES · CAVEAT_MAX_NODES · NO_COLOR`;

const COMMANDS = [
  addDecide,
  addWho,
  addFacts,
  addPack,
  addReplay,
  addTrace,
  addInit,
  addServe,
  addCase,
  addLedger,
  addWitness,
  addPackage,
  addBackup,
  addRestore,
  addActors,
  addDemo,
] as const;

/** Runs the command line. Out: the exit code. Every error is one sentence that says what to do. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let exit: number = EXIT.ok;
  const program = new Command("caveat")
    .description(ABOUT)
    .version(terminal.version)
    .addHelpText("after", MORE)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.output.write(text),
      writeErr: (text) => terminal.errors.write(text),
    });
  const done = (code: number): void => {
    exit = code;
  };
  for (const add of COMMANDS) add(program, terminal, done);
  try {
    await program.parseAsync(args, { from: "user" });
    return exit;
  } catch (error) {
    return explain(error, terminal);
  }
}

function explain(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
  if (error instanceof VerificationError) {
    terminal.errors.write(`caveat: ${printable(error.message)}\n`);
    return EXIT.found;
  }
  if (error instanceof ExplainedError) {
    terminal.errors.write(`caveat: ${printable(error.message)}\n`);
    return isBadInput(error) ? EXIT.badInput : EXIT.engine;
  }
  throw error;
}

function isBadInput(error: ExplainedError): boolean {
  if (error instanceof ClientError) return error.code !== "unreachable";
  return error instanceof Refusal || ASKED.has(error.code);
}

/** What the ledger refuses because of what it was asked, and not because of its own state. */
const ASKED: ReadonlySet<string> = new Set(["bad-request", "no-log", "erased", "exists"]);
