import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { complaintsAbout, surveyFile, type Surveyed } from "../../src/usecases/survey.ts";
import { describeWithData, sharedData } from "../shared-data.ts";
import { EASY_REQUEST, easyMeasures, easySite } from "../support/easy.ts";
import { connectToScenario, openSite, type OpenSite } from "../support/site.ts";

const ports = connectToScenario();
const folder = mkdtempSync(join(tmpdir(), "caveat-survey-"));
let open: OpenSite;

beforeAll(async () => {
  open = await openSite(ports);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("a survey", () => {
  test("lets nobody have an unmarked item, though everything else speaks for it", async () => {
    const found = await surveyEasily(write("plain.txt", "198.51.100.7 serves the decoy pages\n"));
    expect(found).toMatchObject({ kind: "verdicts", isMarked: false });
    expect(found).not.toMatchObject({ outcomes: expect.arrayContaining(["release"]) });
  });

  test("lets somebody have the same item marked TLP:CLEAR, so the mark is what held it", async () => {
    const text = "TLP:CLEAR\n198.51.100.7 serves the decoy pages\n";
    expect(await surveyEasily(write("clear.txt", text))).toMatchObject({
      kind: "verdicts",
      isMarked: true,
      outcomes: expect.arrayContaining(["release"]),
      alarms: [],
    });
  });

  test("names the file and the place of what it refuses", async () => {
    const path = write("broken.json", '{"type": "bundle", "type": "report"}');
    expect(await surveyEasily(path)).toMatchObject({
      kind: "refused",
      code: "duplicate-key",
      place: `${path}:1:20 (/type)`,
    });
  });
});

describe("a complaint is made", () => {
  const verdicts: Surveyed = {
    kind: "verdicts",
    path: "a.json",
    parts: 1,
    notes: 0,
    outcomes: ["hold"],
    isMarked: true,
    alarms: [],
  };
  test.each<[string, Surveyed, RegExp]>([
    ["of an engine that failed", { ...verdicts, alarms: ["they disagree"] }, /they disagree/],
    ["of no verdict at all", { ...verdicts, outcomes: [] }, /neither/],
    [
      "of an unmarked item that may go",
      { ...verdicts, isMarked: false, outcomes: ["refer", "release"] },
      /came out as release/,
    ],
    [
      "of a refusal that does not name the file",
      { kind: "refused", path: "a.json", code: "not-json", place: "line 3", says: "line 3: bad" },
      /without naming the file/,
    ],
  ])("%s", (_what, one, says) => {
    expect(complaintsAbout(one)).toEqual([expect.stringMatching(says)]);
  });

  test("of nothing else", () => {
    expect(complaintsAbout({ ...verdicts, outcomes: ["release"] })).toEqual([]);
  });
});

describeWithData("every file", () => {
  test.each([
    "atlas",
    "csaf-documents",
    "documents",
    "json-test-suite/test_transform",
    "misp-events/eset-malformed",
    "naughty-strings",
    "opencti",
    "stix-markings/common-objects",
    "stix-odd",
    "stix-patterns",
  ])("of %s gives verdicts or a refusal, and nothing to complain of", async (name) => {
    const paths = filesBelow(sharedData(name));
    const found: Surveyed[] = [];
    for (const path of paths) found.push(await surveyEasily(path));
    expect(found.length).toBeGreaterThan(0);
    expect(found.flatMap(complaintsAbout)).toEqual([]);
  });
});

function surveyEasily(path: string): Promise<Surveyed> {
  const { site, recipients, packs } = open;
  const performed = easyMeasures(packs);
  const request = EASY_REQUEST;
  return surveyFile(path, { site: easySite(site), recipients, packs, request, performed }, ports);
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function filesBelow(path: string): readonly string[] {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
