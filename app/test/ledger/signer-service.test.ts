import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { formatCheckpoint, keyringOf, parseKey, parseNote, verifyNote } from "caveat-verifier";
import { holdFolder } from "../../src/ledger/hold-folder.ts";
import { signerService } from "../../src/ledger/signer/connect.ts";
import { serveSigner } from "../../src/ledger/signer/serve.ts";
import { Signer } from "../../src/ledger/signer/signer.ts";
import { ownFolder } from "../../src/ledger/signer/state-file.ts";
import { linesOf } from "../../src/ledger/signer/wire.ts";
import { Crash } from "./support/memory-store.ts";
import { MAIN, kill, startMain } from "./support/child.ts";
import { LOG, numbers } from "./support/entries.ts";
import { folder } from "./support/folder.ts";
import { leavesOf, stepOf } from "./support/history.ts";

const TRUE = leavesOf("true", 20);
const PARTNER = "service.example/receipts/5f0c";

async function served() {
  const path = await folder();
  const socket = join(path, "s.sock");
  const start = async () => {
    const running = await serveSigner({ folder: path, socket });
    let isStopped = false;
    const stop = async () => {
      if (!isStopped) await running[Symbol.asyncDispose]();
      isStopped = true;
    };
    onTestFinished(stop);
    return stop;
  };
  return { path, socket, start, service: signerService(socket) };
}

describe("a signer's service", () => {
  test("makes the key of a new log once, and signs for it from then on", async () => {
    const { start, service } = await served();
    await start();
    const { keys, size } = await service.create(LOG);
    expect(size).toBe(0);
    await expect(service.create(LOG)).rejects.toMatchObject({ code: "exists" });
    expect((await service.of(LOG).state()).keys).toEqual(keys);
    const step = stepOf(TRUE, 0, 7);
    const lines = await service.of(LOG).sign(step);
    const text = formatCheckpoint({ origin: LOG, size: 7, root: step.root });
    const note = parseNote(new Uint8Array(Buffer.from(`${text}\n${lines.join("")}`)));
    const signed = await verifyNote(note, keyringOf(keys.map((key) => parseKey(key))));
    expect(signed).toHaveLength(1);
    await expect(service.create(LOG)).rejects.toMatchObject({ code: "exists" });
    expect((await service.of(LOG).state()).size).toBe(7);
  });

  test("of many requests at once to make the same log, makes one", async () => {
    const { start, service } = await served();
    await start();
    const outcomes = await Promise.allSettled(numbers(8).map(() => service.create(LOG)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await service.list()).toEqual([{ origin: LOG, size: 0 }]);
  });

  test("lists every log with the size signed last, also after a restart", async () => {
    const { start, service } = await served();
    const stop = await start();
    expect(await service.list()).toEqual([]);
    const origins = [LOG, PARTNER, "dienst.example/größte-übersicht", "x".repeat(255)];
    for (const [at, origin] of origins.entries()) {
      await service.create(origin);
      if (at > 0) await service.of(origin).sign(stepOf(TRUE, 0, at));
    }
    const expected = origins.map((origin, size) => ({ origin, size }));
    const byOrigin = async () => (await service.list()).toSorted((a, b) => a.size - b.size);
    expect(await byOrigin()).toEqual(expected);
    await stop();
    await start();
    expect(await byOrigin()).toEqual(expected);
  });

  test.each(["", "a b", "a+b", "a\nb", "\u2003", "x".repeat(256)])(
    "refuses the name %j, and nothing of it is left",
    async (origin) => {
      const { start, service } = await served();
      await start();
      await expect(service.create(origin)).rejects.toMatchObject({ code: "bad-request" });
      expect(await service.list()).toEqual([]);
    },
  );

  test("does not list a creation that was cut short, which is made again", async () => {
    const { path, start, service } = await served();
    const point = () => {
      throw new Crash();
    };
    await expect(Signer.create(path, LOG, undefined, point)).rejects.toThrow(Crash);
    await mkdir(ownFolder(path, PARTNER));
    await start();
    expect(await service.list()).toEqual([]);
    for (const origin of [LOG, PARTNER]) await service.create(origin);
    expect(await service.list()).toHaveLength(2);
  });

  test("lists a log whose key was lost, so that nobody begins it anew", async () => {
    const { path, start, service } = await served();
    await (await Signer.create(path, LOG)).sign(stepOf(TRUE, 0, 3));
    await rm(join(ownFolder(path, LOG), "key"));
    await start();
    expect(await service.list()).toEqual([{ origin: LOG, size: 3 }]);
    await expect(service.create(LOG)).rejects.toMatchObject({ code: "exists" });
    await expect(service.of(LOG).state()).rejects.toMatchObject({ code: "no-log" });
  });

  test("says where a state is lost, damaged or not its own, and makes no new one", async () => {
    const { path, start, service } = await served();
    await Signer.create(path, LOG);
    await start();
    const state = join(ownFolder(path, LOG), "state");
    await rm(state);
    await expect(service.list()).rejects.toMatchObject({ code: "broken-file" });
    await expect(service.create(LOG)).rejects.toMatchObject({ code: "exists" });
    await expect(service.list()).rejects.toMatchObject({ code: "broken-file" });
    await writeFile(state, "nonsense\n");
    await expect(service.list()).rejects.toMatchObject({ code: "bad-request" });
    await rm(ownFolder(path, LOG), { recursive: true });
    await Signer.create(path, PARTNER);
    await cp(ownFolder(path, PARTNER), ownFolder(path, LOG), { recursive: true });
    await expect(service.list()).rejects.toMatchObject({ code: "broken-file" });
  });
});

describe("a stream of lines", () => {
  async function* inPieces(text: string, size: number): AsyncGenerator<Buffer> {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }

  test("is the same however its bytes are cut, and ends at a line that is too long", async () => {
    for (const size of [1, 2, 3, 7, 1000]) {
      const lines: string[] = [];
      const text = "größe — 本\n\nzwei\ntoo long for this\nlost\n";
      for await (const line of linesOf(inPieces(text, size), 10)) lines.push(line);
      expect(lines).toEqual(["größe — 本", "", "zwei"]);
    }
  });
});

describe("whoever asks a signer", () => {
  test("finds one that is started in the meantime", async () => {
    const { path, socket, start } = await served();
    await Signer.create(path, LOG);
    const waits = numbers(1000).map(() => 20);
    const asked = signerService(socket, waits).of(LOG).state();
    await pause(80);
    await start();
    expect((await asked).size).toBe(0);
  });

  test("that is not there at all hears so, and at once where it wants to", async () => {
    const { socket } = await served();
    for (const waits of [[], [1, 1]]) {
      const asked = signerService(socket, waits).list();
      await expect(asked).rejects.toMatchObject({ code: "unreachable" });
    }
  });

  test.each([
    ["nothing", ""],
    ["no JSON", "hello\n"],
    ["a list", "[]\n"],
    ["neither", "{}\n"],
    ["a log without a size", '{"ok":{"logs":[{"origin":"a"}]}}\n'],
    ["a refusal that is none", '{"refused":{"code":1}}\n'],
  ])("and gets %s for an answer, is told so", async (_, reply) => {
    const socket = join(await folder(), "s.sock");
    const impostor: Server = createServer((client) =>
      client
        .on("error", () => {})
        .resume()
        .end(reply),
    );
    await new Promise<void>((resolve) => impostor.listen(socket, resolve));
    onTestFinished(async () => {
      await new Promise((resolve) => impostor.close(resolve));
    });
    const asked = signerService(socket).list();
    await expect(asked).rejects.toMatchObject({ code: /^(unreachable|refused)$/ });
  });
});

describe("a folder that is held", () => {
  test("is held by one at a time, whatever it is called, until it is let go", async () => {
    const path = await folder();
    const held = await holdFolder(path);
    await expect(holdFolder(path)).rejects.toMatchObject({ code: "in-use" });
    await expect(holdFolder(join(path, "..", path.split("/").at(-1) ?? ""))).rejects.toThrow(
      "another process works with this folder",
    );
    await held[Symbol.asyncDispose]();
    await (await holdFolder(path))[Symbol.asyncDispose]();
  });

  test("is let go when its signer cannot listen, whose process then ends", async () => {
    const path = await folder();
    const argv = ["--folder", path, "--socket", join(path, "nowhere", "s.sock")];
    await expect(startMain(...argv)).rejects.toThrow("listen");
    await (await holdFolder(path))[Symbol.asyncDispose]();
  });
});

describe("a signer with a parent", () => {
  const argvOf = (path: string) => ["--folder", path, "--socket", join(path, "s.sock")];

  test("ends when its standard input does, and when it is told to", async () => {
    for (const end of ["input", "signal"]) {
      const path = await folder();
      const child = await startMain(...argvOf(path), "--with-parent");
      const gone = once(child, "exit");
      if (end === "input") child.stdin?.end();
      else child.kill("SIGTERM");
      expect(await gone).toEqual([0, null]);
    }
  });

  test("does not outlive a parent that is killed, nor blocks the next", async () => {
    const path = await folder();
    const script = `
      const { spawn } = require("node:child_process");
      const [main, ...argv] = process.argv.slice(1);
      const child = spawn(process.execPath, [main, ...argv], { stdio: ["pipe", "inherit", "inherit"] });
      setInterval(() => {}, 1000);
    `;
    const argv = ["-e", script, MAIN, ...argvOf(path), "--with-parent"];
    const parent = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => kill(parent));
    await once(parent.stdout, "data");
    // The signer has the pipe too: it closes when both are gone.
    const closed = once(parent, "close");
    await expect(startMain(...argvOf(path))).rejects.toThrow("another process");
    parent.kill("SIGKILL");
    await closed;
    const next = await startMain(...argvOf(path));
    expect(await signerService(join(path, "s.sock")).list()).toEqual([]);
    await kill(next);
  });

  test("without the flag stays when its standard input ends", async () => {
    const path = await folder();
    const child = await startMain(...argvOf(path));
    child.stdin?.end();
    const service = signerService(join(path, "s.sock"));
    await pause(100);
    expect(await service.list()).toEqual([]);
  });
});
