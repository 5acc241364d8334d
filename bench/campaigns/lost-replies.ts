import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSite, type Site } from "../../app/src/site/site.ts";
import { DroppingProxy } from "../../app/test/store/support/dropping-proxy.ts";
import { numbersFrom } from "../ledger/random-numbers.ts";
import { ReplyDrops } from "../ledger/reply-drops.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

/**
 * Drops the reply after COMMIT `count` times, through the whole path of the ledger in turn: while a
 * verdict is kept, while an entry is appended by a client that then asks what became of it, while the
 * sequencer commits, and while a checkpoint is stored. Every fifth time it is the request that is lost.
 */
export async function runLostReplies(count: number, seed: number): Promise<Outcome> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "caveat-replies-")));
  const progress = startProgress(count);
  const plain = await openSite({ home });
  const proxy = await proxyBefore(plain);
  const url = `postgres://caveat@/caveat?host=${encodeURIComponent(proxy.folder)}&port=5432`;
  const site = await openSite({ home, url });
  try {
    const run = new ReplyDrops(site, plain, proxy, numbersFrom(seed));
    while (run.replies < count) {
      await run.next();
      progress.at(run.replies);
    }
    return await run.outcome(seed);
  } finally {
    progress.stop();
    await site[Symbol.asyncDispose]();
    await proxy.close();
    await plain[Symbol.asyncDispose]();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function proxyBefore({ store }: Site): Promise<DroppingProxy> {
  if (store.target.kind !== "embedded") throw new Error("the database of a home is its own");
  const { socket, port } = store.target.endpoint;
  return DroppingProxy.open(socket, port);
}
