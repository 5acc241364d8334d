import { parseArgs } from "node:util";
import type { ParseArgsConfig, ParseArgsOptionsConfig } from "node:util";
import { UsageError } from "./usage-error.ts";

/** What a command takes, besides --json and --help. */
export interface Form {
  readonly command: string;
  /** How its help calls the one file it is about; none for a command that has no such file. */
  readonly operand?: string;
  /** Options with a value, and how often they may stand. */
  readonly options: Readonly<Record<string, "once" | "often">>;
}

/** A command line that fits its form. */
export interface Arguments {
  readonly operand: string;
  readonly wantsJson: boolean;
  readonly wantsHelp: boolean;
  /** The value of an option. Throws a UsageError where it was not given. */
  required(name: string): string;
  optional(name: string): string | undefined;
  all(name: string): readonly string[];
}

/**
 * Reads what follows the command's name. Throws a UsageError for an unknown option, one that stands
 * too often (which of two policies was meant, nobody knows), and operands too many or too few.
 */
export function readArguments(form: Form, args: readonly string[]): Arguments {
  const { given, operands } = split(form, args);
  const wantsHelp = given.has("help");
  const all = (name: string): readonly string[] => given.get(name) ?? [];
  const twice = Object.keys(form.options).find(
    (name) => form.options[name] === "once" && all(name).length > 1,
  );
  if (twice !== undefined) throw misuse(form, `--${twice} may stand once only`);
  if (!wantsHelp) requireOperands(form, operands);
  return {
    operand: operands[0] ?? "",
    wantsJson: given.has("json"),
    wantsHelp,
    optional: (name) => all(name)[0],
    all,
    required: (name) => {
      const [value] = all(name);
      if (value === undefined) throw misuse(form, `--${name} is missing`);
      return value;
    },
  };
}

/** A UsageError that points to the command's help. */
export function misuse({ command }: Pick<Form, "command">, problem: string): UsageError {
  return new UsageError(`${command}: ${problem}`, `see caveat-verify ${command} --help`);
}

interface Split {
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
}

function split(form: Form, args: readonly string[]): Split {
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  for (const token of parse(form, args).tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind === "option") {
      given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? ""]);
    }
  }
  return { given, operands };
}

interface Config extends ParseArgsConfig {
  readonly options: ParseArgsOptionsConfig;
  readonly tokens: true;
}

function parse(form: Form, args: readonly string[]): ReturnType<typeof parseArgs<Config>> {
  const valued = Object.keys(form.options).map((name) => [name, { type: "string" }] as const);
  const flags = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
  const options = { ...Object.fromEntries(valued), ...flags };
  try {
    return parseArgs<Config>({ args, options, allowPositionals: true, tokens: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Its first sentence says what is wrong; the others are advice for other programs.
    throw misuse(form, error.message.split(/\.(?:\s|$)/)[0] ?? "");
  }
}

function requireOperands(form: Form, operands: readonly string[]): void {
  const wanted = form.operand === undefined ? 0 : 1;
  if (operands.length > wanted) {
    throw misuse(form, `"${operands[wanted]}" is one argument too many`);
  }
  if (operands.length < wanted) throw misuse(form, `${form.operand} is missing`);
}
