import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { correctEvent, recallEvent } from "../../../src/formats/copy/misp-recall.ts";
import { describeWithData, sharedData } from "../../shared-data.ts";
import { describeWithPython } from "../../support/python.ts";
import { eventOf, FEED, ROOT, Site, uuidOf } from "./support/feed.ts";

const SCRIPT = fileURLToPath(new URL("python/check_feed.py", import.meta.url));
const PACKAGES = ["pymisp==2.5.34.4", "jsonschema==4.26.0"];

interface Checked {
  readonly loaded: number;
  readonly deleted: number;
  readonly differences: readonly string[];
  readonly invalid: readonly string[];
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "feed-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The feed's files in a folder, as a mirror of it would have them. */
async function mirror(site: Site): Promise<string> {
  const into = mkdtempSync(join(folder, "site-"));
  const fetch = async (name: string): Promise<Uint8Array> => {
    const answer = await site.get(`/${ROOT}/${FEED}/${name}`);
    expect(answer.status).toBe(200);
    return new Uint8Array(await answer.arrayBuffer());
  };
  const manifest = await fetch("manifest.json");
  const ids = Object.keys(JSON.parse(Buffer.from(manifest).toString()) as object);
  for (const name of ["manifest.json", "hashes.csv", ...ids.map((id) => `${id}.json`)]) {
    writeFileSync(join(into, name), await fetch(name));
  }
  return into;
}

function check(interpreter: string, into: string, schema: string): Checked {
  const out = execFileSync(interpreter, [SCRIPT, into, schema], {
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  return JSON.parse(out) as Checked;
}

/** Released, corrected and recalled events, with and without objects. */
function filled(): Site {
  const site = new Site();
  const at = "2026-11-02T00:00:00.000Z";
  for (let n = 1; n <= 30; n += 1) {
    const values = [`h${n}.example`, `h${n}.example|192.0.2.${n}`];
    const body = eventOf(n, values, n % 2 === 0 ? [`o${n}.example`, `p${n}.example`] : []);
    site.release(uuidOf(1, n), body);
    const after = eventOf(n, values.slice(1), n % 4 === 0 ? [`q${n}.example`] : []);
    if (n % 3 === 0) site.release(uuidOf(1, n), recallEvent(body, at));
    else if (n % 3 === 1) site.release(uuidOf(1, n), correctEvent(body, after, at));
  }
  return site;
}

describeWithPython("PyMISP", PACKAGES, (interpreter) => {
  test("loads every event of a feed, and agrees with its manifest and hashes", async () => {
    const answer = check(interpreter, await mirror(filled()), "-");
    expect(answer).toEqual({ loaded: 30, deleted: 47, differences: [], invalid: [] });
  });

  describeWithData("the schema of MISP", () => {
    const schema = sharedData("misp-core", "schema.json");

    test("takes every event of a feed", async () => {
      const answer = check(interpreter, await mirror(filled()), schema);
      expect(answer.invalid).toEqual([]);
    });

    test("takes no event with a property of our own, so that it is seen to bite", async () => {
      const site = new Site();
      const event = Buffer.from(eventOf(1, ["a.example"])).toString();
      const body = Buffer.from(event.replace('"info"', '"recalled_by":"x","info"'));
      site.release(uuidOf(1, 1), body);
      const answer = check(interpreter, await mirror(site), schema);
      expect(answer.invalid).toEqual([expect.stringContaining("recalled_by")]);
    });
  });

  describeWithData("real events", () => {
    const place = sharedData("misp-feed-infoblox");
    const files = readdirSync(place).filter((name) => name !== "manifest.json");

    test("are loaded from our feed, whole and recalled", async () => {
      const site = new Site();
      for (const file of files) {
        const body = readFileSync(join(place, file));
        const recalled = recallEvent(body, "2026-11-02T00:00:00.000Z");
        site.release(file.replace(".json", ""), file < "8" ? body : recalled);
      }
      const answer = check(interpreter, await mirror(site), "-");
      expect(answer).toMatchObject({ loaded: files.length, differences: [] });
      expect(answer.deleted).toBeGreaterThan(1_000);
    });
  });
});
