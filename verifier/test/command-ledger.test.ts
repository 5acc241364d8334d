import { existsSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { verify } from "./support/command.ts";
import { PAPERS, paperFolder } from "./support/sample-files.ts";
import { DRAFTS, LOG, ORIGIN, WITNESS, exported } from "./support/sample-ledger.ts";
import { signedCheckpoint, signerOf } from "./support/sign.ts";

const folder = paperFolder();
afterAll(() => folder.remove());
const { at, damaged } = folder;
const POLICY = ["--policy", at("policy")];
const UNERASED = exported({ drafts: DRAFTS.filter(({ kind }) => kind !== "erasure") });

describe("caveat-verify ledger", () => {
  test("a good export: who signed it, what was pinned, and exit 0", async () => {
    const good = folder.write("good", UNERASED.bytes);
    const { exit, output, errors } = await verify(["ledger", good, ...POLICY]);
    expect([exit, errors]).toEqual([0, ""]);
    expect(output).toMatch(/^good: the whole ledger of service\.example\/ledger, 10 entries\.\n/);
    expect(output).toContain(`signed by     ${LOG.key.name}+${LOG.key.id}`);
    expect(output).toContain("witnessed by  w1 at 2023-11-14T22:13:20Z");
    expect(output).toContain("pinned        nothing, so another history");
  });

  test("erased values are listed with the entries that erased them, and the exit is 0", async () => {
    const { exit, output } = await verify(["ledger", at("export"), ...POLICY]);
    expect(exit).toBe(0);
    expect(output).toMatch(/^good, with values erased: .*; 3 values were committed to and erased/);
    expect(output.split("committed but erased:\n")[1]).toBe(
      [
        "  entry 0, reason: erased by entry 5",
        "  entry 3, reason: erased by entry 9",
        "  entry 7, text: erased by entry 9\n",
      ].join("\n"),
    );
  });

  test("a bad export: the first bad index, why, that nothing was believed, and exit 1", async () => {
    const place = Buffer.from(PAPERS.export).indexOf('"withhold"') + 1;
    const bad = damaged("export", place);
    const { exit, output, errors } = await verify(["ledger", bad, ...POLICY]);
    expect([exit, errors]).toEqual([1, ""]);
    expect(output).toMatch(/^bad: export line \d+, entry 4: .*; nothing of it was believed\n/);
    expect(output).toContain("first bad index  4\n");
    expect(output).toContain("covered          4 entries lay under a checkpoint");
  });

  test("an export cut short, an empty one and one of zeros are bad", async () => {
    for (const bytes of [
      PAPERS.export.slice(0, -1),
      new Uint8Array(0),
      new Uint8Array(3_000_000),
    ]) {
      const { exit, output } = await verify(["ledger", folder.write("cut", bytes), ...POLICY]);
      expect([exit, output]).toEqual([
        1,
        expect.stringMatching(/^bad: .*nothing of it was believed/),
      ]);
    }
  });

  test("the log that was asked about is required", async () => {
    const args = ["ledger", at("export"), ...POLICY, "--origin", "other.example/log"];
    expect(await verify(args)).toMatchObject({
      exit: 1,
      output: expect.stringMatching(/not of other\.example/),
    });
    expect(await verify(["ledger", at("export"), ...POLICY, "--origin", ORIGIN])).toMatchObject({
      exit: 0,
    });
  });

  test("JSON says the same to a program", async () => {
    const good = await verify(["ledger", at("export"), ...POLICY, "--json"]);
    expect(JSON.parse(good.output)).toMatchObject({
      answer: "erased",
      origin: ORIGIN,
      size: 12,
      checkpoints: 3,
      pins: 0,
      witnesses: [{ name: "w1", time: 1_700_000_000 }],
      erased: [{ entry: 0, field: "reason", by: 5 }, {}, {}],
    });
    const bad = await verify(["ledger", at("policy"), ...POLICY, "--json"]);
    expect(JSON.parse(bad.output)).toMatchObject({ answer: "bad", code: "bad-export", index: 0 });
    expect([good.exit, bad.exit]).toEqual([0, 1]);
  });
});

describe("a checkpoint kept from earlier", () => {
  test("an export that continues it is good, and both pins are counted", async () => {
    const pins = ["--pin", at("checkpoint"), "--pin", at("older")];
    const { exit, output } = await verify(["ledger", at("export"), ...POLICY, ...pins]);
    expect(exit).toBe(0);
    expect(output).toContain("pinned        2 checkpoints from earlier lie on this history");
  });

  test("an older state is bad, however well it is signed", async () => {
    const older = exported({ drafts: DRAFTS.slice(0, 9) });
    const file = folder.write("rolled-back", older.bytes);
    const { exit, output } = await verify(["ledger", file, ...POLICY, "--pin", at("checkpoint")]);
    expect([exit, output]).toEqual([1, expect.stringContaining("the pinned checkpoint has 12")]);
  });

  test("another history is bad, however well it is signed", async () => {
    const drafts = DRAFTS.with(1, { kind: "measure", body: { measure: "another" } });
    const { bytes } = exported({ drafts });
    const file = folder.write("forked", bytes);
    const { exit, output } = await verify(["ledger", file, ...POLICY, "--pin", at("older")]);
    expect([exit, output]).toEqual([1, expect.stringContaining("are not those of the pinned")]);
  });

  test("--keep writes the last checkpoint byte for byte, ready to be pinned", async () => {
    const kept = at("kept");
    const { exit } = await verify(["ledger", at("export"), ...POLICY, "--keep", kept]);
    expect([exit, new Uint8Array(readFileSync(kept))]).toEqual([0, PAPERS.checkpoint]);
    expect(await verify(["ledger", at("export"), ...POLICY, "--pin", kept])).toMatchObject({
      exit: 0,
    });
  });

  test("--keep finds it also where the log is called checkpoint, and behind many chunks", async () => {
    const log = signerOf("checkpoint");
    const signers = [log, WITNESS];
    const big = Array.from({ length: 60 }, () => ({
      kind: "x",
      body: { pad: "x".repeat(60_000) },
    }));
    const { bytes, roots } = exported({
      drafts: big,
      checkpoints: [59],
      signers,
      origin: "checkpoint",
    });
    const policy = folder.write("policy-checkpoint", `log ${log.vkey}\nquorum none\n`);
    const file = folder.write("export-checkpoint", bytes);
    const kept = at("kept-checkpoint");
    const { exit } = await verify(["ledger", file, "--policy", policy, "--keep", kept]);
    const root = roots[60] ?? new Uint8Array(0);
    expect(exit).toBe(0);
    expect(new Uint8Array(readFileSync(kept))).toEqual(
      signedCheckpoint({ origin: "checkpoint", size: 60, root }, ...signers),
    );
  });

  test("--keep never writes over a file, and keeps nothing of a bad export", async () => {
    const before = readFileSync(at("older"));
    const over = await verify(["ledger", at("export"), ...POLICY, "--keep", at("older")]);
    expect(over).toMatchObject({
      exit: 2,
      output: "",
      errors: expect.stringMatching(/it exists already/),
    });
    expect(readFileSync(at("older"))).toEqual(before);
    await verify(["ledger", damaged("export", 700), ...POLICY, "--keep", at("none")]);
    expect(existsSync(at("none"))).toBe(false);
  });
});

describe("what only a person at a terminal sees", () => {
  const drafts = Array.from({ length: 9000 }, (_, index) => ({ kind: "reads", body: { index } }));
  const long = folder.write("long-export", exported({ drafts }).bytes);

  test("a long check shows how far it is, on standard error, and takes the line away", async () => {
    const person = { isTTY: true, tick: 1000 };
    const { exit, errors, output } = await verify(["ledger", long, ...POLICY], person);
    expect(exit).toBe(0);
    expect(errors).toMatch(/checking: \d+ %, 4\d\d\d entries\r/);
    expect(errors.endsWith("\r\u001b[2K")).toBe(true);
    expect(output).not.toContain("\r");
  });

  test("a short check, and any in a pipe, show nothing", async () => {
    const person = { isTTY: true, tick: 1 };
    expect((await verify(["ledger", long, ...POLICY], person)).errors).toBe("");
    const pipe = { isTTY: false, tick: 1000 };
    expect((await verify(["ledger", long, ...POLICY], pipe)).errors).toBe("");
  });
});
