import type { Command } from "commander";
import { exampleOf } from "./options.ts";
import { print, type Terminal } from "./print/terminal.ts";

/** caveat actors import FILE */
export function addActors(program: Command, terminal: Terminal): void {
  const actors = program
    .command("actors")
    .description("who is attributed to which country, and who says so");
  actors
    .command("import")
    .description(
      "take in a MISP galaxy cluster that the site downloaded; the same file again replaces it",
    )
    .argument("<file>", "a cluster file such as threat-actor.json")
    .addHelpText("after", exampleOf("actors import threat-actor.json"))
    .action(async (file: string) => {
      const ports = terminal.connect();
      const imported = await ports.actors.importFile(file, ports.today());
      print(
        terminal,
        `${imported.actors} actors, ${imported.attributed} with a country, kept in ${imported.file}`,
      );
    });
}
