import { once } from "node:events";
import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatCheckpoint, nodesOf, parseKey, proveConsistency } from "caveat-verifier";
import { Signer } from "../../src/ledger/signer/signer.ts";
import { TREE } from "../../src/ledger/tree.ts";
import { formatAddCheckpoint } from "../../src/ledger/witness/add-checkpoint.ts";
import {
  runWitness,
  type ReadyWitness,
  type WitnessSettings,
} from "../../src/ledger/witness/run.ts";
import { kill, startWitnessChild } from "./support/child.ts";
import { LOG } from "./support/entries.ts";
import { folder } from "./support/folder.ts";
import { leavesOf, stepOf } from "./support/history.ts";

const TRUE = leavesOf("true", 40);
const FALSE = [...TRUE.slice(0, 5), ...leavesOf("false", 35)];
const NAME = "oversight.example/w1";

/** Two logs of the same name and key: the second signs another history. */
async function twoHistories() {
  const path = await folder();
  const log = await Signer.create(join(path, "true"), LOG);
  await log.sign(stepOf(TRUE, 0, 5));
  await cp(join(path, "true"), join(path, "false"), { recursive: true });
  const thief = await Signer.load(join(path, "false"), LOG);
  const [vkey = ""] = (await log.state()).keys;
  const noteOf = async (signer: Signer, leaves: readonly Uint8Array[], to: number) => {
    const { size } = await signer.state();
    const step = stepOf(leaves, size, to);
    const text = formatCheckpoint({ origin: LOG, size: to, root: step.root });
    const lines = await signer.sign(step);
    return new Uint8Array(Buffer.from(`${text}\n${lines.join("")}`));
  };
  return {
    vkey,
    path: join(path, "witness"),
    true: (to: number) => noteOf(log, TRUE, to),
    false: (to: number) => noteOf(thief, FALSE, to),
  };
}

/** What a witness answers to a note, when it is asked from what it says it saw: 0 when it died. */
async function ask(url: string, note: Uint8Array, leaves: readonly Uint8Array[], to: number) {
  const post = async (old: number) => {
    const node = nodesOf(leaves.slice(0, to), TREE);
    const proof = old === 0 || old > to ? [] : proveConsistency(old, to, node, TREE);
    const body = Buffer.from(formatAddCheckpoint({ old, proof, note }));
    const reply = await fetch(`${url}/add-checkpoint`, { method: "POST", body });
    return { status: reply.status, text: await reply.text() };
  };
  const first = await post(0).catch(() => ({ status: 0, text: "" }));
  if (first.status !== 409) return first.status;
  return (await post(Number(first.text)).catch(() => ({ status: 0 }))).status;
}

/** Runs a witness in this process until the work is done. */
async function running<T>(
  settings: Pick<WitnessSettings, "folder" | "logs" | "name">,
  work: (ready: ReadyWitness) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  let result: Promise<T> | undefined;
  await runWitness({
    ...settings,
    port: 0,
    host: "127.0.0.1",
    signal: stop.signal,
    onReady: (ready) => {
      result = work(ready).finally(() => stop.abort());
    },
  });
  if (result === undefined) throw new Error("it was never ready");
  return result;
}

describe("running a witness", () => {
  test("makes its key the first time, and has it and its logs from then on", async () => {
    const logs = await twoHistories();
    const { path, vkey } = logs;
    const note = await logs.true(9);
    const first = await running({ folder: path, name: NAME, logs: [vkey] }, async (ready) => {
      expect(await ask(ready.url, note, TRUE, 9)).toBe(200);
      return ready.key;
    });
    expect(parseKey(first).name).toBe(NAME);
    const again = await running({ folder: path, logs: [] }, async (ready) => {
      expect(await ask(ready.url, await logs.true(12), TRUE, 12)).toBe(200);
      expect(await ask(ready.url, await logs.false(12), FALSE, 12)).toBe(422);
      return ready.key;
    });
    expect(again).toBe(first);
  });

  test("needs a name the first time, and another name than its own is refused", async () => {
    const path = join(await folder(), "w");
    const work = () => Promise.resolve();
    await expect(running({ folder: path, logs: [] }, work)).rejects.toMatchObject({
      code: "no-key",
    });
    await running({ folder: path, name: NAME, logs: [] }, work);
    await running({ folder: path, name: NAME, logs: [] }, work);
    const other = running({ folder: path, name: "oversight.example/w2", logs: [] }, work);
    await expect(other).rejects.toMatchObject({ code: "exists" });
    const bad = running({ folder: path, logs: ["no key"] }, work);
    await expect(bad).rejects.toMatchObject({ code: "bad-key" });
    expect(await readdir(path)).toEqual(["key"]);
  });

  test("keeps a second one out of its folder, and answers 404 to all that is not asked of it", async () => {
    const { path, vkey } = await twoHistories();
    const settings = { folder: path, name: NAME, logs: [vkey] };
    await running(settings, async ({ url }) => {
      const second = running(settings, () => Promise.resolve());
      await expect(second).rejects.toMatchObject({ code: "in-use" });
      for (const [method, where] of [
        ["GET", "/"],
        ["GET", "/add-checkpoint"],
        ["GET", "/key"],
        ["POST", "/"],
      ] as const) {
        expect((await fetch(`${url}${where}`, { method })).status).toBe(404);
      }
    });
    await expect(running(settings, () => Promise.resolve())).resolves.toBeUndefined();
  });
});

describe("a witness's process", () => {
  const POINTS = ["checked", "draft written", "renamed", "state written", "before reply"];

  test.each(POINTS)("killed at %s never cosigns two histories", async (stop) => {
    // Killed as it sees the log for the first time, and as the log grows.
    for (const times of [1, 2]) {
      const logs = await twoHistories();
      const { path, vkey } = logs;
      const dying = await startWitnessChild(path, vkey, stop, times);
      const gone = once(dying.child, "exit");
      // The last of these it does not survive.
      const shown = times === 1 ? 9 : 20;
      const answers: number[] = [];
      for (const to of [9, 20].slice(0, times)) {
        answers.push(await ask(dying.url, await logs.true(to), TRUE, to));
      }
      expect(answers).toEqual([200, 0].slice(2 - times));
      await gone;
      const isWritten = !["checked", "draft written"].includes(stop);
      const again = await startWitnessChild(path, vkey);
      // Whichever comes first after the restart: the other history is cosigned only where the true
      // one never was, and then the true one is not.
      const other = await ask(again.url, await logs.false(shown), FALSE, shown);
      const wasCosigned = times === 2 || isWritten;
      expect(other).toBe(wasCosigned ? 422 : 200);
      const same = await ask(again.url, await logs.true(shown), TRUE, shown);
      expect(same).toBe(wasCosigned ? 200 : 422);
      await kill(again.child);
    }
  });

  test("ends cleanly when it is told to", async () => {
    const { path, vkey } = await twoHistories();
    const { child, url } = await startWitnessChild(path, vkey);
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    expect(await gone).toEqual([0, null]);
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });
});
