import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { VerificationError, verifyLedger, verifyReceipt } from "../src/index.ts";
import { chromiumPath, openPage } from "./support/browser.ts";
import type { BrowserPage } from "./support/browser.ts";
import { bitFlips } from "./support/mutate.ts";
import { PAPERS } from "./support/sample-files.ts";
import { POLICY } from "./support/sample-ledger.ts";

const { entry, policy, proof } = PAPERS;
const without = "needs Debian's chromium, or CAVEAT_CHROMIUM with the path of one";

describe.skipIf(chromiumPath === undefined)(`in a browser (${without})`, () => {
  let page: BrowserPage;
  beforeAll(async () => {
    page = await openPage(chromiumPath ?? "");
  }, 120_000);
  afterAll(() => page.close());

  test("a receipt is good", async () => {
    const seen = await page.call("receipt", { proof, entry, policy });
    expect(seen).toMatchObject({ index: 7, checkpoint: { size: 12, isWitnessed: true } });
    expect(seen).toEqual(asJson(await verifyReceipt(proof, entry, { policy: POLICY })));
  });

  test("a receipt with a flipped bit is bad, in the same sentence as in Node", async () => {
    // A stride that meets every bit of a byte and every part of the receipt.
    const flips = [...bitFlips(proof)].filter((_, at) => at % 101 === 0);
    expect(flips.length).toBeGreaterThan(40);
    for (const { bytes } of flips) {
      const seen = await page.call("receipt", { proof: bytes, entry, policy });
      expect(seen).toEqual(await refusal(bytes, entry));
      expect(seen).toHaveProperty(
        "message",
        expect.stringContaining("; nothing of it was believed"),
      );
    }
  });

  test("a receipt for another entry is bad", async () => {
    const other = entry.with(20, (entry[20] ?? 0) ^ 1);
    const seen = await page.call("receipt", { proof, entry: other, policy });
    expect(seen).toMatchObject({ code: "wrong-proof" });
  });

  test("an exported ledger is good, and what is erased in it is named", async () => {
    const seen = await page.call("ledger", { source: PAPERS.export, policy });
    expect(seen).toMatchObject({ answer: "erased", erased: [{ entry: 0, by: 5 }, {}, {}] });
    expect(seen).toEqual(asJson(await verifyLedger(PAPERS.export, { policy: POLICY })));
  });

  test("an exported ledger with a flipped bit is bad, and names the same entry as in Node", async () => {
    const flips = [...bitFlips(PAPERS.export)].filter((_, at) => at % 907 === 0);
    expect(flips.length).toBeGreaterThan(20);
    for (const { bytes } of flips) {
      const seen = await page.call("ledger", { source: bytes, policy });
      expect(seen).toHaveProperty("answer", "bad");
      expect(seen).toEqual(asJson(await verifyLedger(bytes, { policy: POLICY })));
    }
  });

  test("nobody else was asked for anything", () => {
    expect(page.requests.length).toBeGreaterThan(20);
    expect(page.requests.filter((url) => !url.startsWith(page.origin) && url !== "data:,")).toEqual(
      [],
    );
  });
});

/** As the page hands values over. */
function asJson(value: unknown): unknown {
  const text = JSON.stringify(value, (_, one: unknown) =>
    one instanceof Uint8Array ? [...one] : one,
  );
  return JSON.parse(text);
}

async function refusal(receipt: Uint8Array, of: Uint8Array): Promise<unknown> {
  const error: unknown = await verifyReceipt(receipt, of, { policy: POLICY }).catch(
    (caught: unknown) => caught,
  );
  if (!(error instanceof VerificationError)) return { believed: error };
  return { code: error.code, message: error.message };
}
