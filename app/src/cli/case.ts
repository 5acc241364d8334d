import type { Command } from "commander";
import { addDecideCase } from "./case/decide.ts";
import { addDuties } from "./case/duties.ts";
import { addList } from "./case/list.ts";
import { addOpen } from "./case/open.ts";
import { addPackageOf } from "./case/package.ts";
import { addPrepare } from "./case/prepare.ts";
import { addPreview } from "./case/preview.ts";
import { addProfile } from "./case/profile.ts";
import { addRecall } from "./case/recall.ts";
import { addRelease } from "./case/release.ts";
import { addShow } from "./case/show.ts";
import { addStep } from "./case/step.ts";
import { addSubmit } from "./case/submit.ts";
import type { Terminal } from "./print/terminal.ts";

const ABOUT = `carry cases from the command line, at a desk that is served

Speaks the desk's API with a machine's token, in the name of the person it was
issued to: CAVEAT_SERVER says where the desk is, CAVEAT_TOKEN holds the token.
What a token's scopes allow it may do: submit items, open cases, write reasons,
read; preview and reading profiles take the scope copies:read, package
releases:read, keeping a profile profiles:write. It never approves: an approval
takes a person with a key at a browser, who signs the hash of exactly what would
leave.`;

const ADDERS = [
  addSubmit,
  addOpen,
  addList,
  addShow,
  addStep,
  addDecideCase,
  addPrepare,
  addPreview,
  addRelease,
  addPackageOf,
  addRecall,
  addDuties,
  addProfile,
];

/** caveat case submit|open|list|show|step|decide|prepare|preview|release|package|recall|duties|profile */
export function addCase(program: Command, terminal: Terminal, done: (code: number) => void): void {
  const group = program
    .command("case")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT);
  for (const add of ADDERS) add(group, terminal, done);
}
