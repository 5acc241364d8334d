import type { Command } from "commander";
import { missingCases, runPackCase } from "../usecases/pack-case.ts";
import type { Ports } from "../usecases/ports.ts";
import { exampleOf } from "./options.ts";
import { printable } from "./print/printable.ts";
import { EXIT, print, type Terminal } from "./print/terminal.ts";

/** caveat pack check|test */
export function addPack(program: Command, terminal: Terminal, done: (code: number) => void): void {
  const pack = program.command("pack").description("check and test packs of rules");
  pack
    .command("check")
    .description(
      "is every rule sound? annotations, types, measures and unknown facts where they can do no harm",
    )
    .argument("[packs...]", "ids or folders; none: every pack")
    .addHelpText("after", exampleOf("pack check nl-wiv ./my-pack"))
    .action(async (named: readonly string[]) => {
      const ports = terminal.connect();
      done(await checkPacks(await chosen(named, ports), ports, terminal));
    });
  pack
    .command("test")
    .description("run every case of the packs: their tests and their documentation")
    .argument("[packs...]", "ids or folders; none: every pack")
    .addHelpText("after", exampleOf("pack test nl-wiv"))
    .action(async (named: readonly string[]) => {
      const ports = terminal.connect();
      done(await testPacks(await chosen(named, ports), ports, terminal));
    });
}

async function chosen(named: readonly string[], ports: Ports): Promise<readonly string[]> {
  return named.length > 0 ? named : ports.packs.ids();
}

/** A pack that does not pass is bad input: exit 2, with file, line and rule. */
async function checkPacks(
  ids: readonly string[],
  ports: Ports,
  terminal: Terminal,
): Promise<number> {
  let problems = 0;
  for (const id of ids) {
    const found = await ports.packs.check(id);
    problems += found.length;
    for (const line of found) terminal.errors.write(`caveat: ${printable(line)}\n`);
    if (found.length === 0) print(terminal, `${id}: sound`);
  }
  return problems === 0 ? EXIT.ok : EXIT.badInput;
}

async function testPacks(
  ids: readonly string[],
  ports: Ports,
  terminal: Terminal,
): Promise<number> {
  let failed = 0;
  for (const id of ids) {
    const pack = await ports.packs.pack(id);
    const cases = await ports.packs.cases(id);
    const results = cases.map((one) => runPackCase(one, pack));
    for (const { case: one, failures } of results.filter((r) => r.failures.length > 0)) {
      print(terminal, `FAILED ${one.rule} ${one.shows}: ${one.name}\n  ${failures.join("\n  ")}`);
    }
    const missing = missingCases(pack, cases);
    for (const line of missing) print(terminal, `MISSING ${line}`);
    const bad = results.filter((r) => r.failures.length > 0).length;
    const rules = Object.keys(pack.ruleHashes).length;
    print(
      terminal,
      `${id} ${pack.version}: ${rules} rules, ${cases.length - bad} of ${cases.length} cases pass`,
    );
    failed += bad + missing.length;
  }
  return failed === 0 ? EXIT.ok : EXIT.found;
}
