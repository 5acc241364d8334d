import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Copy, Medium } from "../../../src/core/release/copy.ts";
import type { SanitiseStep } from "../../../src/core/release/plan.ts";
import { makeCopy, mediaFor } from "../../../src/formats/copy/make-copy.ts";
import { DEFAULT_LIMITS } from "../../../src/formats/limits.ts";
import { attribute, event } from "../misp-event.ts";
import { copyFor, planOf, textOf } from "./copy-for.ts";

const MISP = JSON.stringify({ Event: event({ Attribute: [attribute()] }) });
const STIX = JSON.stringify({
  type: "indicator",
  spec_version: "2.1",
  id: "indicator--11111111-1111-4111-8111-111111111111",
  created: "2026-03-01T00:00:00.000Z",
  modified: "2026-03-01T00:00:00.000Z",
  pattern: "[ipv4-addr:value = '192.0.2.7']",
  pattern_type: "stix",
  valid_from: "2026-03-01T00:00:00Z",
});
const CSAF = JSON.stringify({
  document: {
    category: "csaf_security_advisory",
    csaf_version: "2.1",
    title: "A hole in a pump",
    publisher: {
      category: "vendor",
      name: "Pump Works",
      namespace: "https://pump.example",
      contact_details: "cert@pump.example",
    },
    distribution: { tlp: { label: "GREEN" } },
    tracking: { id: "PW-2026-0007", current_release_date: "2026-03-12T10:00:00Z" },
    acknowledgments: [{ names: ["Ada Lovelace"] }],
  },
  product_tree: { full_product_names: [{ product_id: "P1", name: "Pump 3000" }] },
  vulnerabilities: [
    {
      cve: "CVE-2026-0001",
      notes: [{ category: "summary", text: "Found by Ada Lovelace of Pump Works." }],
      product_status: { known_affected: ["P1"] },
      remediations: [{ category: "vendor_fix", details: "Install 3.1." }],
    },
  ],
});

test("each item leaves in its own format over the media that carry it", async () => {
  expect(await send(MISP, "e.json", "misp-feed")).toMatchObject({ format: "misp" });
  expect(await send(STIX, "i.json", "taxii")).toMatchObject({ format: "stix-2.1" });
  expect(await send(CSAF, "a.json", "package")).toMatchObject({ format: "text" });
  expect(await send("Text", "a.txt", "export")).toMatchObject({ format: "text" });
  expect(await send("# Text", "a.md", "package")).toMatchObject({ format: "markdown" });
  expect(await send("a,b\n1,2", "a.csv", "package")).toMatchObject({ format: "csv" });
});

test.each([
  [
    MISP,
    "e.json",
    "taxii",
    "a MISP item cannot leave over taxii; release it over misp-feed or package or export",
  ],
  [
    STIX,
    "i.json",
    "misp-feed",
    "a STIX item cannot leave over misp-feed; release it over taxii or package or export",
  ],
  [
    "Text",
    "a.txt",
    "taxii",
    "a document cannot leave over taxii; release it over package or export",
  ],
  [
    CSAF,
    "a.json",
    "misp-feed",
    "a document cannot leave over misp-feed; release it over package or export",
  ],
] as const)(
  "over another medium it is refused in one sentence (%#)",
  async (item, name, medium, says) => {
    await expect(send(item, name, medium)).rejects.toThrow(says);
  },
);

test("the media of a format are those it is not refused over", () => {
  expect(mediaFor("stix-2.0")).toEqual(["taxii", "package", "export"]);
  expect(mediaFor("misp")).toEqual(["misp-feed", "package", "export"]);
  expect(mediaFor("pdf")).toEqual(["package", "export"]);
});

test("what was packed is taken for what is in it", async () => {
  const packed = gzipSync(MISP);
  const copy = await makeCopy(packed, "e.json.gz", planOf(), copyFor(), "package", {
    limits: DEFAULT_LIMITS,
  });
  expect(copy.format).toBe("misp");
});

test("JSON that is none of ours is refused", async () => {
  await expect(send("{}", "x.json", "export")).rejects.toThrow(/not STIX, MISP or CSAF/);
});

test("a CSAF document leaves as words, without publisher, number and thanks", async () => {
  const copy = await send(CSAF, "a.json", "package", [{ step: "remove-persons" }]);
  const text = textOf(copy);
  expect(text).toContain("Title: A hole in a pump");
  expect(text).toContain("CVE-2026-0001");
  expect(text).toContain("known affected: Pump 3000");
  expect(text).toContain("Remedy (vendor_fix): Install 3.1.");
  expect(text).not.toMatch(/Lovelace|PW-2026|pump\.example|Pump Works on/);
});

test("a label of CSAF covers the document", async () => {
  const steps = [{ step: "honour-markings", most: "TLP:CLEAR" }] as const;
  await expect(send(CSAF, "a.json", "package", steps)).rejects.toThrow(/every paragraph/);
});

function send(
  item: string,
  name: string,
  medium: Medium,
  steps: readonly SanitiseStep[] = [],
): Promise<Copy> {
  const bytes = new TextEncoder().encode(item);
  return makeCopy(bytes, name, planOf(...steps), copyFor(), medium, { limits: DEFAULT_LIMITS });
}
