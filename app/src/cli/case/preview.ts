import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { bodiesOf, textOf, type Body } from "../../client/read-answer.ts";
import { Refusal } from "../../core/refusal.ts";
import { exampleOf } from "../options.ts";
import { EXIT, type Terminal } from "../print/terminal.ts";
import { clientOf } from "./client.ts";
import { changeLine } from "./prepare.ts";
import { show } from "./print-case.ts";

interface Options {
  readonly out?: string;
  readonly json?: boolean;
}

/** caveat case preview CASE COPY */
export function addPreview(group: Command, terminal: Terminal, done: (code: number) => void): void {
  group
    .command("preview")
    .description("the exact bytes of a copy, and how they differ; that you looked is noted")
    .argument("<case>", "its id")
    .argument("<copy>", "the id of the copy: what caveat case prepare printed")
    .option("--out <file>", "write the bytes there; a file that is there already is kept")
    .option("--json", "print the answer for a program")
    .addHelpText("after", exampleOf("case preview CASE COPY --out copy.json"))
    .action(async (id: string, copy: string, { out, json }: Options) => {
      const path = `/cases/${encodeURIComponent(id)}/copies/${encodeURIComponent(copy)}`;
      const answer = await clientOf(terminal).get(path);
      if (out !== undefined) await writeNew(out, Buffer.from(textOf(answer["bytes"]), "base64"));
      show(answer, toLines, json, terminal);
      done(EXIT.ok);
    });
}

/** A file that only its owner may read. Rejects with a Refusal where one is there already. */
export async function writeNew(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(file, bytes, { flag: "wx", mode: 0o600 }).catch(() => {
    const what = "it is there already, or cannot be written";
    throw new Refusal("unwritable-file", file, what, "name another file");
  });
}

const SIGNS: Readonly<Record<string, string>> = { same: " ", removed: "-", added: "+" };

function toLines(answer: Body): readonly string[] {
  const [difference] = bodiesOf([answer["difference"]]);
  const lines = bodiesOf(difference?.["lines"]).map(
    ({ kind, text }) => `${SIGNS[textOf(kind)] ?? " "} ${textOf(text)}`,
  );
  const more = Number(difference?.["more"] ?? 0);
  return [
    `${textOf(answer["fileName"])} for ${textOf(answer["partner"])} over ${textOf(answer["medium"])}`,
    `  ${textOf(answer["mediaType"])}, SHA-256 ${textOf(answer["sha256"])}`,
    ...bodiesOf(answer["changes"]).map(changeLine),
    ...lines,
    ...(more > 0 ? [`  and ${more} more lines`] : []),
  ];
}
