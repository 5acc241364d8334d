import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { makePackage } from "../../src/formats/package/make-package.ts";
import { pairOf, type Pair } from "../formats/package/support/openpgp.ts";
import { CAVEATS, CONTENT, COPY, FROM, ledgerOf } from "../formats/package/support/parts.ts";
import { caveat, scratch } from "../support/cli.ts";

let sender: Pair;
let receiver: Pair;
let stranger: Pair;

beforeAll(async () => {
  [sender, receiver, stranger] = await Promise.all([
    pairOf("lowland"),
    pairOf("alder"),
    pairOf("stranger"),
  ]);
});

/** A folder with a package, keys and a policy, as a recipient has them. */
async function recipient(cover?: string): Promise<string> {
  const folder = await scratch();
  const { receipt, policyText } = await ledgerOf();
  const bytes = await makePackage(COPY, {
    from: FROM,
    at: new Date(Date.now() - 60_000).toISOString(),
    caveats: CAVEATS,
    receipt,
    ...(cover === undefined ? {} : { cover }),
    sealing: { kind: "openpgp", signWith: sender.secret, encryptTo: [receiver.open] },
  });
  await writeFile(join(folder, "0193.pgp"), bytes);
  await writeFile(join(folder, "own.asc"), receiver.secret.bytes);
  await writeFile(join(folder, "lowland.asc"), sender.open.bytes);
  await writeFile(join(folder, "stranger.asc"), stranger.open.bytes);
  await writeFile(join(folder, "trust.policy"), policyText);
  return folder;
}

function args(folder: string, ...more: readonly string[]): readonly string[] {
  const own = ["--key", join(folder, "own.asc"), "--into", join(folder, "out")];
  return ["package", "open", join(folder, "0193.pgp"), ...own, ...more];
}

describe("caveat package open", () => {
  test("writes what is in it for its owner alone, and prints the cover", async () => {
    const folder = await recipient();
    const given = [
      "--trust",
      join(folder, "lowland.asc"),
      "--policy",
      join(folder, "trust.policy"),
    ];
    const { code, out, err } = await caveat(args(folder, ...given));
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("From     Lowland");
    expect(out).toContain(`Signed by ${sender.fingerprint}`);
    expect(out).toContain("entry 1 of the 3 of lowland.example/receipts/5f0c");
    const into = join(folder, "out");
    expect((await readdir(into)).toSorted()).toEqual([
      "cover.txt",
      "entry.json",
      "item.txt",
      "label.json",
      "receipt.tlog-proof",
      "verify.txt",
    ]);
    expect(await readFile(join(into, "item.txt"))).toEqual(Buffer.from(CONTENT));
    expect((await stat(join(into, "item.txt"))).mode & 0o777).toBe(0o600);
    expect((await stat(into)).mode & 0o777).toBe(0o700);
  });

  test("says the same to a program", async () => {
    const folder = await recipient();
    const { out } = await caveat(args(folder, "--trust", join(folder, "lowland.asc"), "--json"));
    expect(JSON.parse(out)).toMatchObject({
      label: { from: FROM, caveats: CAVEATS },
      signer: sender.fingerprint,
      receipt: null,
    });
  });

  test.each([
    [
      "without a key that is trusted",
      [],
      /is signed by the key [0-9A-F]{16}, which is not trusted/,
    ],
    ["with another key trusted", ["--trust", "stranger.asc"], /which is not trusted here/],
    ["with a key file that is missing", ["--trust", "none.asc"], /there is no such file/],
    [
      "with a policy that is none",
      ["--trust", "lowland.asc", "--policy", "own.asc"],
      /policy|own\.asc/,
    ],
  ])("%s writes nothing and says why", async (_name, given, says) => {
    const folder = await recipient();
    const paths = given.map((one) => (one.startsWith("--") ? one : join(folder, one)));
    const { code, out, err } = await caveat(args(folder, ...paths));
    expect([code === 0, out]).toEqual([false, ""]);
    expect(err).toMatch(says);
    expect((await readdir(folder)).filter((name) => name.startsWith("out"))).toEqual([]);
  });

  test("writes nothing where a receipt is from a ledger that is not believed", async () => {
    const folder = await recipient();
    await writeFile(join(folder, "other.policy"), (await ledgerOf()).policyText);
    const given = [
      "--trust",
      join(folder, "lowland.asc"),
      "--policy",
      join(folder, "other.policy"),
    ];
    const { code, out } = await caveat(args(folder, ...given));
    expect([code, out]).toEqual([1, ""]);
    await expect(stat(join(folder, "out"))).rejects.toThrow("ENOENT");
  });

  test("does not write into a folder that is there", async () => {
    const folder = await recipient();
    await mkdir(join(folder, "out"));
    const { code, err } = await caveat(args(folder, "--trust", join(folder, "lowland.asc")));
    expect(code).toBe(2);
    expect(err).toContain("it is there already");
    expect(await readdir(join(folder, "out"))).toEqual([]);
  });

  test("shows characters that command a terminal, and does not send them to it", async () => {
    const rules = CAVEATS.map(({ says, label = "" }) => `${label} ${says}`).join("\n");
    const folder = await recipient(`\u001b[2J\u202e${rules}`);
    const { code, out } = await caveat(args(folder, "--trust", join(folder, "lowland.asc")));
    expect(code).toBe(0);
    expect(out).toContain("\\u{1b}[2J\\u{202e}");
    expect(out).not.toContain("\u001b");
  });

  test("takes the passphrase of a locked key from a file", async () => {
    const folder = await recipient();
    const locked = await pairOf("alder", { passphrase: "open sesame" });
    await writeFile(join(folder, "own.asc"), locked.secret.bytes);
    await writeFile(join(folder, "pass"), "wrong\n");
    const given = [
      "--trust",
      join(folder, "lowland.asc"),
      "--passphrase-file",
      join(folder, "pass"),
    ];
    expect((await caveat(args(folder, ...given))).err).toContain("does not unlock it");
    await writeFile(join(folder, "pass"), "open sesame\n");
    expect((await caveat(args(folder, ...given))).err).toContain("none of the keys given opens it");
  });
});
