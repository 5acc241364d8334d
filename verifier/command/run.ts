import { VerificationError } from "../src/index.ts";
import { refusedAnswer } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { readArguments } from "./arguments.ts";
import { checkpointCommand } from "./checkpoint.ts";
import type { Command } from "./command.ts";
import { HELP } from "./help.ts";
import { ledgerCommand } from "./ledger.ts";
import { printable, printableJson } from "./printable.ts";
import { receiptCommand } from "./receipt.ts";
import { EXIT } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { valueCommand } from "./value.ts";

const COMMANDS: readonly Command[] = [
  ledgerCommand,
  receiptCommand,
  checkpointCommand,
  valueCommand,
];

/**
 * Runs the command line. Out: the exit code (terminal.ts). Whatever goes wrong, it is never the exit
 * code of a good answer, and never that of a bad one where nothing was checked.
 */
export async function run(
  args: readonly string[],
  terminal: Terminal,
  version: string,
): Promise<number> {
  try {
    return await dispatch(args, terminal, version);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const problem = error instanceof UsageError ? why : `${why}; nothing was checked`;
    terminal.errors.write(`caveat-verify: ${printable(problem)}\n`);
    return EXIT.unchecked;
  }
}

async function dispatch(
  [name, ...args]: readonly string[],
  terminal: Terminal,
  version: string,
): Promise<number> {
  if (name === "--help" || name === "-h") return say(HELP, terminal);
  if (name === "--version") return say(version, terminal);
  const command = COMMANDS.find((one) => one.command === name);
  if (command === undefined) throw unknownCommand(name);
  const given = readArguments(command, args);
  if (given.wantsHelp) return say(command.help, terminal);
  const answer = await answerOf(command.check(given, terminal));
  say(given.wantsJson ? printableJson(answer.json) : answer.text, terminal);
  return answer.exit;
}

async function answerOf(checking: Promise<Answer>): Promise<Answer> {
  try {
    return await checking;
  } catch (error) {
    if (error instanceof VerificationError) return refusedAnswer(error);
    throw error;
  }
}

function say(text: string, terminal: Terminal): number {
  terminal.output.write(`${text}\n`);
  return EXIT.good;
}

function unknownCommand(name: string | undefined): UsageError {
  const problem = name === undefined ? "what to check is missing" : `"${name}" is no command`;
  const names = COMMANDS.map(({ command }) => command).join(", ");
  return new UsageError(problem, `use one of ${names}, or see caveat-verify --help`);
}
