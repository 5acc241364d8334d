import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { formatKey } from "caveat-verifier";
import { beforeAll, describe, expect, test } from "vitest";
import { advance } from "../../src/site/advance.ts";
import { pairOf, type Pair } from "../formats/package/support/openpgp.ts";
import { noteSigner } from "../formats/package/support/parts.ts";
import { SAYS, type CaseDesk, type Colleague } from "../http/support/case-desk.ts";
import { caveat, scratch, type Ran } from "../support/cli.ts";
import { useServedDesk } from "./support/served-desk.ts";

const PARTNER = "linde";
const PLAN = { name: "for a partner", steps: [{ step: "generalise-time", to: "day" }] };

const served = useServedDesk();

let desk: CaseDesk;
let lowland: Pair;
let linde: Pair;
let env: Readonly<Record<string, string>>;
let officer: Colleague;

beforeAll(async () => {
  ({ desk, officer } = served());
  [lowland, linde] = await Promise.all([pairOf("lowland"), pairOf("linde")]);
  env = await served().envFor(["releases:read"]);
});

interface Released {
  readonly release: string;
  readonly collection: string;
}

let made: string | undefined;

/** The report, released for a package. */
async function released(): Promise<Released> {
  const opened = await desk.case(officer, [PARTNER]);
  const id = String(opened.body["case"]);
  for (const measure of ["state:necessity", "state:proportionality"]) {
    await officer.step(id, "state", { measure, says: SAYS });
  }
  const about = { alias: "files", title: "Files", medium: "package", canWrite: false };
  made ??= String((await officer.post(`/partners/${PARTNER}/collections`, about)).body["id"]);
  const prepared = { recipient: PARTNER, collection: made, plan: PLAN };
  await officer.post(`/cases/${id}/copies`, prepared);
  await officer.post(`/cases/${id}/release`, {});
  const { body } = await officer.get(`/cases/${id}`);
  const steps = body["steps"] as readonly { readonly kind: string; readonly id: string }[];
  const release = steps.findLast((one) => one.kind === "release")?.id ?? "";
  return { release, collection: made };
}

/** A folder with the keys of both. */
async function keys(): Promise<string> {
  const folder = await scratch();
  await writeFile(join(folder, "own.asc"), lowland.secret.bytes);
  await writeFile(join(folder, "lowland.asc"), lowland.open.bytes);
  await writeFile(join(folder, "linde.asc"), linde.open.bytes);
  await writeFile(join(folder, "linde-secret.asc"), linde.secret.bytes);
  return folder;
}

/** The same keys, and nothing made yet. */
async function folderWithout(folder: string): Promise<string> {
  const other = await scratch();
  for (const name of ["own.asc", "linde.asc"]) {
    await writeFile(join(other, name), await readFile(join(folder, name)));
  }
  return other;
}

function pack({ release, collection }: Released, folder: string): Promise<Ran> {
  const at = (name: string): string => join(folder, name);
  const sealing = ["--sign-with", at("own.asc"), "--encrypt-to", at("linde.asc")];
  const into = ["--out", at("0193.pgp"), "--policy", at("lowland.policy")];
  const args = ["case", "package", release, "--collection", collection, ...sealing, ...into];
  return caveat(args, { env });
}

describe("caveat case package", () => {
  test("makes what the recipient opens with its key, receipt included", async () => {
    const left = await released();
    const folder = await keys();
    const early = await pack(left, folder);
    expect([early.code === 0, early.err]).toEqual([false, expect.stringContaining("ask again")]);
    await advance(desk.site);
    await advance(desk.site);
    const { code, out, err } = await pack(left, folder);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(
      /bytes for linde, signed and encrypted\n.*SHA-256 [0-9a-f]{64}\n.*onward-ban/,
    );
    const at = (name: string): string => join(folder, name);
    const own = ["--key", at("linde-secret.asc"), "--trust", at("lowland.asc")];
    const into = ["--policy", at("lowland.policy"), "--into", at("out")];
    const opened = await caveat(["package", "open", at("0193.pgp"), ...own, ...into]);
    expect([opened.code, opened.err]).toEqual([0, ""]);
    expect(opened.out).toContain(`Signed by ${lowland.fingerprint}`);
    expect(opened.out).toContain("the receipt holds: entry ");
    expect(opened.out).toContain("Do not pass this on");
    const label = JSON.parse(await readFile(at("out/label.json"), "utf8")) as {
      readonly content: { readonly file: string };
    };
    const sha256 = /SHA-256 ([0-9a-f]{64})/.exec(out)?.[1];
    const lists = await readFile(at("out/label.json"), "utf8");
    expect(lists).toContain(`"${label.content.file}": "${sha256 ?? ""}"`);
  });

  test("makes an age file where it is signed with the key of a signed note", async () => {
    const left = await released();
    await advance(desk.site);
    await advance(desk.site);
    const folder = await keys();
    const at = (name: string): string => join(folder, name);
    const signer = await noteSigner();
    const identity = await generateX25519Identity();
    const recipient = await identityToRecipient(identity);
    await writeFile(at("own.asc"), `${signer.secret}\n`);
    await writeFile(at("linde.asc"), `# Linde's\n${recipient}\n`);
    expect(await pack(left, folder)).toMatchObject({ code: 0, err: "" });
    await writeFile(at("identity"), `${identity}\n`);
    await writeFile(at("signer.pub"), `${formatKey(signer.key.verifier)}\n`);
    const own = ["--key", at("identity"), "--trust", at("signer.pub")];
    const into = ["--policy", at("lowland.policy"), "--into", at("out")];
    const opened = await caveat(["package", "open", at("0193.pgp"), ...own, ...into]);
    expect([opened.code, opened.err]).toEqual([0, ""]);
    await writeFile(at("linde.asc"), "# nobody\n");
    const none = await pack(left, await folderWithout(folder));
    expect([none.code, none.err]).toEqual([2, expect.stringContaining("no age recipient in it")]);
  });

  test("keeps a file that is there, and repeats no word of a key that does not fit", async () => {
    const left = await released();
    await advance(desk.site);
    await advance(desk.site);
    const folder = await keys();
    await writeFile(join(folder, "0193.pgp"), "mine");
    const kept = await pack(left, folder);
    expect([kept.code, kept.err]).toEqual([2, expect.stringContaining("it is there already")]);
    expect(await readFile(join(folder, "0193.pgp"), "utf8")).toBe("mine");
    await writeFile(join(folder, "own.asc"), "PRIVATE+KEY+secret+words");
    const wrong = await pack(left, folder);
    expect([wrong.code === 0, wrong.out]).toEqual([false, ""]);
    expect(wrong.err).not.toContain("secret+words");
  });
});
