import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { decryptAge } from "../../../src/formats/package/age-open.ts";
import { describeWithData, sharedData } from "../../shared-data.ts";

interface Vector {
  readonly expect: string;
  readonly payload: string | undefined;
  readonly identities: readonly string[];
  readonly needsPassphrase: boolean;
  readonly bytes: Uint8Array;
}

/** Lines "name: value", an empty line, and the file: of the age test kit of C2SP. */
function vectorOf(file: Buffer): Vector {
  const end = file.indexOf("\n\n");
  const lines = file.subarray(0, end).toString("latin1").split("\n");
  const all = (name: string): readonly string[] =>
    lines.flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []));
  const body = file.subarray(end + 2);
  return {
    expect: all("expect")[0] ?? "",
    payload: all("payload")[0],
    identities: all("identity"),
    needsPassphrase: all("passphrase").length > 0,
    bytes: all("compressed")[0] === "zlib" ? inflateSync(body) : body,
  };
}

describeWithData("the vectors of age", () => {
  const folder = sharedData("age-vectors");
  const vectors = readdirSync(folder).map(
    (name) => [name, vectorOf(readFileSync(sharedData("age-vectors", name)))] as const,
  );
  const isForKeys = ([, { needsPassphrase }]: (typeof vectors)[number]): boolean =>
    !needsPassphrase;
  const good = vectors.filter((one) => isForKeys(one) && one[1].expect === "success");
  const bad = vectors.filter((one) => isForKeys(one) && one[1].expect !== "success");
  const withPassphrase = vectors.filter(([, { needsPassphrase }]) => needsPassphrase);

  test("are all here", () => {
    expect([good, bad, withPassphrase].map((list) => list.length)).toEqual([16, 58, 20]);
  });

  test.each(good)("%s opens to what it should", async (_name, vector) => {
    const opened = await decryptAge(vector.bytes, vector.identities);
    expect(createHash("sha256").update(opened).digest("hex")).toBe(vector.payload);
  });

  test.each(bad)("%s is refused", async (_name, vector) => {
    const opening = decryptAge(vector.bytes, vector.identities);
    const code = vector.expect === "no match" ? "no-key" : "bad-package";
    await expect(opening).rejects.toMatchObject({ name: "Refusal", code });
  });

  test.each(withPassphrase)("%s, which takes a passphrase, is refused", async (_name, vector) => {
    const opening = decryptAge(vector.bytes, vector.identities);
    await expect(opening).rejects.toMatchObject({ name: "Refusal" });
  });
});
