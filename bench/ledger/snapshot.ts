import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { childrenOf, postmasterOf, signalAll } from "./database-processes.ts";

const run = promisify(execFile);

/** What of a home goes into a snapshot, the database first: no tree in the others is larger than its own. */
const PARTS = ["db", "tiles", "signer", "keys", "content"] as const;
export type Part = (typeof PARTS)[number];

/** Copies of a home's folders, as they were at one moment of a running site. */
export class Snapshot {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Copies a home into a new folder while its programs run. The processes of the database are held for
   * as long as that takes: what is copied is what a machine that lost its power would find.
   */
  static async take(home: string, folder: string): Promise<Snapshot> {
    const pid = await postmasterOf(home);
    if (pid === undefined) throw new Error(`no database runs in ${home}`);
    await mkdir(folder, { mode: 0o700 });
    signalAll([pid], "SIGSTOP");
    const held = [pid, ...(await childrenOf(pid))];
    signalAll(held, "SIGSTOP");
    try {
      for (const part of PARTS) await copy(join(home, part), folder);
    } finally {
      signalAll(held, "SIGCONT");
    }
    return new Snapshot(folder);
  }

  /** Makes a home of the parts named, and of those of `other` for the rest. */
  async restore(home: string, parts: readonly Part[], other: string): Promise<void> {
    await mkdir(home, { mode: 0o700 });
    for (const part of PARTS) {
      await copy(join(parts.includes(part) ? this.folder : other, part), home);
    }
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Owners and rights stay: the database may be another account's. What is not there is passed over. */
async function copy(from: string, into: string): Promise<void> {
  if (existsSync(from)) await run("cp", ["-a", from, into]);
}
