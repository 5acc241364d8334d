import { afterAll, describe, expect, test } from "vitest";
import { COSIGNATURE, formatEntry } from "../src/index.ts";
import { verify } from "./support/command.ts";
import { PAPERS, paperFolder } from "./support/sample-files.ts";
import { LOG, ORIGIN, entryOf, exported, nodeHash } from "./support/sample-ledger.ts";
import { signedCheckpoint, signerOf } from "./support/sign.ts";

const folder = paperFolder();
afterAll(() => folder.remove());
const { at, damaged } = folder;
const POLICY = ["--policy", at("policy")];

describe("caveat-verify receipt", () => {
  const entry = ["--entry", at("entry")];

  test("a good one says where the entry stands", async () => {
    const { exit, output } = await verify(["receipt", at("proof"), ...entry, ...POLICY]);
    expect(exit).toBe(0);
    expect(output).toMatch(/^good: the log holds exactly this entry, as entry 7 of the 12 entries/);
    const json = await verify(["receipt", at("proof"), ...entry, ...POLICY, "--json"]);
    expect(JSON.parse(json.output)).toMatchObject({ answer: "good", index: 7, size: 12 });
  });

  test("a flipped bit in receipt or entry is bad, in one sentence", async () => {
    for (const args of [
      [damaged("proof", 60), ...entry],
      [at("proof"), "--entry", damaged("entry", 20)],
    ]) {
      const { exit, output } = await verify(["receipt", ...args, ...POLICY]);
      expect([exit, output]).toEqual([
        1,
        expect.stringMatching(/^bad: .*nothing of it was believed\n$/),
      ]);
    }
  });

  test("an entry with a newline after it, and one longer than any, are bad", async () => {
    const newline = folder.write("newline", Buffer.concat([PAPERS.entry, Buffer.from("\n")]));
    const long = folder.write("long", new Uint8Array(4_000_001));
    for (const file of [newline, long]) {
      const args = ["receipt", at("proof"), "--entry", file, ...POLICY];
      expect(await verify(args)).toMatchObject({
        exit: 1,
        output: expect.stringMatching(/^bad: /),
      });
    }
  });
});

describe("caveat-verify checkpoint", () => {
  test("a good one says who signed it", async () => {
    const { exit, output } = await verify(["checkpoint", at("checkpoint"), ...POLICY]);
    expect(exit).toBe(0);
    expect(output).toMatch(/^good: a checkpoint of service\.example\/ledger over 12 entries/);
  });

  test("without the witness the policy asks for it is bad", async () => {
    const alone = signedCheckpoint({ origin: ORIGIN, size: 10, root: new Uint8Array(32) }, LOG);
    const args = ["checkpoint", folder.write("alone", alone), ...POLICY, "--json"];
    const { exit, output } = await verify(args);
    expect([exit, JSON.parse(output)]).toEqual([
      1,
      { answer: "bad", code: "no-quorum", message: expect.stringContaining("nothing of it was") },
    ]);
  });
});

describe("caveat-verify value", () => {
  const nonce = Buffer.from(nodeHash(new TextEncoder().encode("nonce 7 by"))).toString("base64");
  const claim = ["value", "--entry", at("entry"), "--field", "by"];

  test("the value that was sealed is good, on the command line or in a file", async () => {
    const file = folder.write("value", "officer 2");
    for (const value of ["--value=officer 2", `--value-file=${file}`]) {
      const { exit, output } = await verify([...claim, "--nonce", nonce, value]);
      expect([exit, output]).toEqual([0, expect.stringMatching(/^good: this is the value that/)]);
    }
  });

  test("another value, another nonce, another field and a damaged entry are bad", async () => {
    const other = Buffer.alloc(32).toString("base64");
    for (const args of [
      [...claim, "--nonce", nonce, "--value", "officer 3"],
      [...claim, "--nonce", other, "--value", "officer 2"],
      [...claim, "--nonce", "AAAA", "--value", "officer 2"],
      [...claim.with(4, "constructor"), "--nonce", nonce, "--value", "officer 2"],
      [...claim.with(2, damaged("entry", 3)), "--nonce", nonce, "--value", "officer 2"],
    ]) {
      const { exit, output } = await verify(args);
      expect([exit, output]).toEqual([
        1,
        expect.stringMatching(/^bad: .*nothing of it was believed\n$/),
      ]);
    }
  });

  test("an entry may have no sealed values at all", async () => {
    const bare = formatEntry(entryOf({ kind: "reads", body: {} }, 0));
    const args = [...claim.with(2, folder.write("bare", bare)), "--nonce", nonce, "--value", "x"];
    expect(await verify(args)).toMatchObject({
      exit: 1,
      output: expect.stringMatching(/it has none/),
    });
  });
});

describe("what a stranger wrote", () => {
  const origin = "evil\u202Eexample/\u{E0041}log";
  const log = signerOf(origin);
  const witness = signerOf("w\u200B", COSIGNATURE);
  const policy = folder.write(
    "policy-strange",
    `log ${log.vkey}\nwitness w ${witness.vkey}\nquorum w\n`,
  );
  const { bytes } = exported({ drafts: [], origin, signers: [log, witness] });
  const file = folder.write("strange", bytes);

  test("is printed without what could command a terminal or hide", async () => {
    const { exit, output } = await verify(["ledger", file, "--policy", policy]);
    expect(exit).toBe(0);
    expect(output).toContain("evil\\u{202e}example/\\u{e0041}log, 0 entries");
    expect(output).not.toMatch(/[\p{Cf}]/u);
  });

  test("is the same to a program, and as harmless on a terminal", async () => {
    const { output } = await verify(["ledger", file, "--policy", policy, "--json"]);
    expect(JSON.parse(output).origin).toBe(origin);
    expect(output).not.toMatch(/[\p{Cf}]/u);
  });

  test("and file names are printed so too", async () => {
    const { errors } = await verify(["ledger", "a\u001b[2J\nb", ...POLICY]);
    expect(errors).toBe(
      'caveat-verify: the export "a\\u{1b}[2J\\u{a}b": there is no such file; nothing was checked\n',
    );
  });
});

describe("wrong use", () => {
  const file = at("export");
  test.each([
    [[], "what to check is missing; use one of ledger, receipt, checkpoint, value"],
    [["constructor"], '"constructor" is no command'],
    [["ledger", ...POLICY], "EXPORT is missing"],
    [["ledger", file], "--policy is missing"],
    [["ledger", file, file, ...POLICY], "is one argument too many"],
    [["ledger", file, ...POLICY, ...POLICY], "--policy may stand once only"],
    [["ledger", file, ...POLICY, "--pins", file], "Unknown option '--pins'; see"],
    [["ledger", file, "--policy"], "'--policy <value>' argument missing; see"],
    [["ledger", file, ...POLICY, "--json=no"], "does not take an argument; see"],
    [["ledger", at("nowhere"), ...POLICY], "there is no such file"],
    [["ledger", folder.path, ...POLICY], "it is a folder"],
    [["ledger", file, "--policy", at("nowhere")], "there is no such file"],
    [["ledger", file, "--policy", file], "begins with none of log, witness, group and quorum"],
    [["ledger", file, ...POLICY, "--pin", at("entry")], "the pinned checkpoint"],
    [["receipt", at("proof"), ...POLICY], "--entry is missing"],
    [["value", "--field", "by", "--nonce", "AA", "--value", ""], "--nonce is not base64"],
    [["value", "--field", "by", "--nonce", "AAAA"], "--value is missing"],
    [
      ["value", "--field", "by", "--nonce", "AAAA", "--value", "", "--value-file", file],
      "one of them is meant",
    ],
  ])("%j checks nothing and ends with 2: %s", async (args, says) => {
    const { exit, output, errors } = await verify(args);
    expect([exit, output]).toEqual([2, ""]);
    expect(errors).toMatch(/^caveat-verify: [^\n]+\n$/);
    expect(errors).toContain(says);
  });
});

describe("help", () => {
  test("is a page that names every command, every answer and every exit code", async () => {
    const { exit, output, errors } = await verify(["--help"]);
    expect([exit, errors]).toEqual([0, ""]);
    for (const word of ["ledger EXPORT", "receipt PROOF", "checkpoint FILE", "value", "exit 1"]) {
      expect(output).toContain(word);
    }
  });

  test.each([
    ["ledger", ["policy", "origin", "pin", "keep", "json"]],
    ["receipt", ["entry", "policy", "origin", "json"]],
    ["checkpoint", ["policy", "origin", "json"]],
    ["value", ["entry", "field", "nonce", "value", "value-file", "json"]],
  ])("of %s explains each of its options on a line of its own", async (command, options) => {
    const { exit, output } = await verify([command, "--help"]);
    const explained = [...output.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name]) => name);
    expect([exit, explained]).toEqual([0, options]);
  });

  test("--version is the package's", async () => {
    expect((await verify(["--version"])).output).toBe("1.2.3\n");
  });
});
