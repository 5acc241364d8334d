import type { Command } from "commander";
import type { Terminal } from "../print/terminal.ts";
import { addListProfiles } from "./profile/list.ts";
import { addSaveProfile } from "./profile/save.ts";
import { addShowProfile } from "./profile/show.ts";

const ABOUT = `plans that are kept for a partner and topic, for the next copy

What was taken out for a partner once is taken out the next time too: prepare
--profile TOPIC makes a copy by the newest plan that is kept. To change one, show
it with --out, edit the file and save it: that is the next version, and those
before stay in the ledger, as does who kept which. None can be removed; a plan
that shall not be used any more is followed by one that takes out more.

A plan names what must not leave: reading takes a token with copies:read, saving
one with profiles:write.`;

/** caveat case profile list|show|save */
export function addProfile(group: Command, terminal: Terminal, done: (code: number) => void): void {
  const profile = group
    .command("profile")
    .summary(ABOUT.split("\n")[0] ?? "")
    .description(ABOUT);
  for (const add of [addListProfiles, addShowProfile, addSaveProfile]) add(profile, terminal, done);
}
