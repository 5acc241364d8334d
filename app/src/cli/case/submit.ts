import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Command } from "commander";
import { textOf } from "../../client/read-answer.ts";
import { Refusal } from "../../core/refusal.ts";
import { exampleOf } from "../options.ts";
import { EXIT, type Terminal } from "../print/terminal.ts";
import { clientOf } from "./client.ts";
import { show } from "./print-case.ts";
import { readValue } from "./value.ts";

interface Options {
  readonly fact?: readonly string[];
  readonly evidence?: string;
  readonly json?: boolean;
}

/** caveat case submit FILE */
export function addSubmit(group: Command, terminal: Terminal, done: (code: number) => void): void {
  group
    .command("submit")
    .description("submit an item, with what no reader can know stated; the same bytes are one item")
    .argument("<file>", "the item: STIX, MISP, CSAF, PDF, mail, CSV, Markdown, text")
    .option("--fact <name=value...>", 'a fact you state: personal=false, topics=["sabotage"]')
    .option("--evidence <text>", "what the statement rests on")
    .option("--json", "print the answer for a program")
    .addHelpText("after", exampleOf("case submit report.json --fact personal=false"))
    .action(async (file: string, { fact = [], evidence, json }: Options) => {
      const bytes = await readFile(file).catch(() => {
        throw new Refusal(
          "unreadable-file",
          file,
          "it cannot be read",
          "check its name and rights",
        );
      });
      const facts = Object.fromEntries(fact.map((one) => readValue(one)));
      const said = evidence === undefined ? {} : { evidence };
      const answer = await clientOf(terminal).post("/items", {
        name: basename(file),
        bytes: bytes.toString("base64"),
        ...(fact.length === 0 ? {} : { stated: [{ facts, ...said }] }),
      });
      const toLines = (): readonly string[] => [
        `item ${textOf(answer["item"])}${answer["isNew"] === true ? "" : " (known before)"}`,
      ];
      show(answer, toLines, json, terminal);
      done(EXIT.ok);
    });
}
