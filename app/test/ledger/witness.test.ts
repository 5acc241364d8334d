import { cp } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  formatCheckpoint,
  formatKey,
  nodesOf,
  parsePolicy,
  proveConsistency,
  rootOf,
  verifyCheckpoint,
} from "caveat-verifier";
import { Signer } from "../../src/ledger/signer/signer.ts";
import { TREE } from "../../src/ledger/tree.ts";
import { formatAddCheckpoint } from "../../src/ledger/witness/add-checkpoint.ts";
import { askWitness, type ProofFrom } from "../../src/ledger/witness/ask.ts";
import { serveWitness } from "../../src/ledger/witness/serve.ts";
import { Witness } from "../../src/ledger/witness/witness.ts";
import { LOG } from "./support/entries.ts";
import { folder } from "./support/folder.ts";
import { leavesOf, policyText, stepOf } from "./support/history.ts";
import { Crash } from "./support/memory-store.ts";

const TRUE = leavesOf("true", 40);
const FALSE = [...TRUE.slice(0, 5), ...leavesOf("false", 35)];
const NOW = { now: () => 1_800_000_000 };

/** A log, whose signer may be copied to sign forks, and a witness of it over HTTP. */
async function setting() {
  const path = await folder();
  const witness = await Witness.create(join(path, "witness"), "oversight.example/w1", NOW);
  const log = await Signer.create(join(path, "a"), LOG);
  const [vkey = ""] = (await log.state()).keys;
  await witness.addLog(vkey);
  const served = await serveWitness(witness, 0);
  onTestFinished(() => served[Symbol.asyncDispose]());
  return { path, witness, log, vkey, url: served.url };
}

async function noteOf(signer: Signer, leaves: readonly Uint8Array[], from: number, to: number) {
  const lines = await signer.sign(stepOf(leaves, from, to));
  const text = formatCheckpoint({ origin: LOG, size: to, root: rootOf(leaves.slice(0, to), TREE) });
  return new Uint8Array(Buffer.from(`${text}\n${lines.join("")}`));
}

function proofFrom(leaves: readonly Uint8Array[]): ProofFrom {
  return (older, { size }) => {
    const node = nodesOf(leaves.slice(0, size), TREE);
    return Promise.resolve(older === 0 ? [] : proveConsistency(older, size, node, TREE));
  };
}

async function post(url: string, body: Uint8Array | string, path = "/add-checkpoint") {
  const response = await fetch(`${url}${path}`, { method: "POST", body: Buffer.from(body) });
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    text: await response.text(),
  };
}

describe("a witness over HTTP", () => {
  test("cosigns one history, and a policy that asks for it is met", async () => {
    const { witness, log, vkey, url } = await setting();
    const policy = parsePolicy(policyText(vkey, formatKey(witness.key)));
    const address = { url, key: witness.key };
    for (const [from, to] of [
      [0, 7],
      [7, 7],
      [7, 20],
    ] as const) {
      const note = await noteOf(log, TRUE, from, to);
      // Always from 0: the witness says what it saw, and is asked again from there.
      const line = await askWitness(address, note, 0, proofFrom(TRUE));
      const cosigned = new Uint8Array(Buffer.concat([note, Buffer.from(line)]));
      const { witnesses, size } = await verifyCheckpoint(cosigned, policy, LOG);
      expect({ witnesses, size }).toEqual({
        witnesses: [{ name: "w", time: NOW.now() }],
        size: to,
      });
    }
  });

  test("answers every other request as the specification lists it", async () => {
    const { path, log, url } = await setting();
    const fork = await Signer.create(join(path, "b"), LOG);
    const note = await noteOf(log, TRUE, 0, 9);
    const body = (old: number, proof: readonly Uint8Array[] = [], of = note) =>
      formatAddCheckpoint({ old, proof, note: of });
    expect(await post(url, body(10))).toMatchObject({ status: 400 });
    expect(await post(url, body(3))).toEqual({
      status: 409,
      type: "text/x.tlog.size",
      text: "0\n",
    });
    expect(await post(url, body(0, [TREE.empty()]))).toMatchObject({ status: 422 });
    expect(await post(url, body(0))).toMatchObject({ status: 200 });
    const stranger = await noteOf(fork, TRUE, 0, 9);
    expect(await post(url, body(9, [], stranger))).toMatchObject({ status: 403 });
    const other = Buffer.from(note).toString().replaceAll(LOG, "other.example/log");
    expect(await post(url, body(9, [], new Uint8Array(Buffer.from(other))))).toMatchObject({
      status: 404,
    });
    const next = await noteOf(log, TRUE, 9, 12);
    expect(await post(url, body(0, [], next))).toMatchObject({ status: 409, text: "9\n" });
    expect(await post(url, body(9, [TREE.empty()], next))).toMatchObject({ status: 422 });
    const bad = [
      "",
      "old 0\n",
      "old 00\n\nx",
      "old -1\n\n",
      "old 0\nAAAA\n\n",
      "x".repeat(200_000),
    ];
    for (const one of bad) {
      const status = await post(url, one).then(
        (reply) => reply.status,
        () => 400,
      );
      expect(status).toBe(400);
    }
    expect(await post(url, body(9), "/other")).toMatchObject({ status: 404 });
  });

  test("catches two histories signed with the same log key", async () => {
    const { path, log, url, witness } = await setting();
    await noteOf(log, TRUE, 0, 5);

    await cp(join(path, "a"), join(path, "copy"), { recursive: true });
    const thief = await Signer.load(join(path, "copy"), LOG);
    const shown = await noteOf(log, TRUE, 5, 20);
    const forged = await noteOf(thief, FALSE, 5, 20);
    const longer = await noteOf(thief, FALSE, 20, 30);
    const shorter = await noteOf(await Signer.load(join(path, "a"), LOG), TRUE, 20, 20);
    const address = { url, key: witness.key };
    await askWitness(address, shown, 0, proofFrom(TRUE));
    await expect(askWitness(address, forged, 0, proofFrom(FALSE))).rejects.toThrow("422");
    await expect(askWitness(address, longer, 20, proofFrom(FALSE))).rejects.toThrow("422");
    await expect(askWitness(address, shorter, 20, proofFrom(TRUE))).resolves.toContain("oversight");
  });

  test("of two forks at once, cosigns one", async () => {
    const { path, log, witness } = await setting();

    await cp(join(path, "a"), join(path, "copy"), { recursive: true });
    const thief = await Signer.load(join(path, "copy"), LOG);
    const notes = [await noteOf(log, TRUE, 0, 9), await noteOf(thief, FALSE, 0, 9)];
    const answers = await Promise.all(
      notes.map((note) => witness.addCheckpoint(formatAddCheckpoint({ old: 0, proof: [], note }))),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 409]);
  });

  test.each(["checked", "draft written", "renamed", "state written"])(
    "stopped when %s never cosigns another history afterwards",
    async (stop) => {
      const { path, log, vkey } = await setting();
      const own = join(path, "second");
      await (await Witness.create(own, "oversight.example/w2", NOW)).addLog(vkey);
      const point = (name: string) => {
        if (name === stop) throw new Crash(name);
      };
      const dying = await Witness.load(own, { ...NOW, point });
      const note = await noteOf(log, TRUE, 0, 9);
      const body = formatAddCheckpoint({ old: 0, proof: [], note });
      await expect(dying.addCheckpoint(body)).rejects.toThrow(Crash);
      const again = await Witness.load(own, NOW);
      const isWritten = stop === "renamed" || stop === "state written";
      expect(await again.addCheckpoint(body)).toMatchObject(
        isWritten ? { status: 409, size: 9 } : { status: 200 },
      );
    },
  );
});
