import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Copy, Medium } from "../../../src/core/release/copy.ts";
import { insteadOf } from "../../../src/formats/copy/instead-of.ts";
import { makeCopy } from "../../../src/formats/copy/make-copy.ts";
import { residueOfCopy } from "../../../src/formats/copy/residue-of-copy.ts";
import { requireClosed } from "../../../src/formats/copy/stix/require-closed.ts";
import { DEFAULT_LIMITS } from "../../../src/formats/limits.ts";
import { describeWithPython } from "../../support/python.ts";
import { copyFor, planOf } from "./copy-for.ts";

const REPORT = new URL(
  "../../../../scenarios/lowland/items/snow-tide.stix21.json",
  import.meta.url,
);
const LATER = "2026-12-01T08:00:00.000Z";
const PLAN = planOf({ step: "generalise-time", to: "day" });

type Stix = Record<string, unknown> & { readonly id: string; readonly type: string };

async function copied(medium: Medium, original?: object): Promise<Copy> {
  const bytes =
    original === undefined ? await readFile(REPORT) : Buffer.from(JSON.stringify(original));
  return makeCopy(bytes, "report.json", PLAN, copyFor(), medium, { limits: DEFAULT_LIMITS });
}

function read({ objects }: Copy): readonly Stix[] {
  return objects.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as Stix);
}

function textOf({ bytes }: Copy): string {
  return new TextDecoder().decode(bytes);
}

/** Is it a marking, or the sender's own identity? */
function isFrame({ id, type }: { readonly id: string; readonly type: string }): boolean {
  return type === "marking-definition" || id === copyFor().own.stixIdentity;
}

/** A word that is found wherever it is left. */
const SAID = "Kestrelford";
const AT = "2026-11-01T10:00:00.000Z";

let numbers = 0;
function idOf(type: string): string {
  return `${type}--5a1d0000-0000-4000-8000-${String((numbers += 1)).padStart(12, "0")}`;
}

function object(type: string, more: object): Stix {
  const times = { created: AT, modified: AT };
  return { type, spec_version: "2.1", id: idOf(type), ...times, ...more };
}

/** An object of every type that has versions, with much that it says. */
function everyType(): object {
  const name = `${SAID} name`;
  const said = { name, description: `${SAID} text`, labels: [SAID.toLowerCase()] };
  const address = {
    type: "ipv4-addr",
    spec_version: "2.1",
    id: "ipv4-addr--28bb3599-77cd-5a82-a950-b5bfe7e5c79a",
    value: "198.51.100.3",
  };
  const pattern = { pattern: `[domain-name:value = '${SAID}.example']`, pattern_type: "stix" };
  const indicator = object("indicator", { ...said, ...pattern, valid_from: AT });
  const actor = object("threat-actor", { ...said, aliases: [SAID] });
  const seen = { first_observed: AT, last_observed: AT, number_observed: 7 };
  const about = { object_refs: [indicator.id, actor.id, address.id] };
  const victim = object("identity", { ...said, identity_class: "organization" });
  const link = { relationship_type: "indicates", source_ref: indicator.id, target_ref: actor.id };
  const plain = ["attack-pattern", "campaign", "course-of-action", "infrastructure", "incident"];
  const others = ["intrusion-set", "tool", "vulnerability"];
  return {
    type: "bundle",
    id: idOf("bundle"),
    objects: [
      address,
      indicator,
      actor,
      ...[...plain, ...others].map((type) => object(type, said)),
      object("malware", { ...said, is_family: true }),
      object("malware-analysis", { product: SAID.toLowerCase(), result: "malicious" }),
      object("location", { ...said, country: "NL", city: SAID }),
      victim,
      object("grouping", { ...said, context: "suspicious-activity", ...about }),
      object("note", { content: `${SAID} note`, ...about }),
      object("opinion", { opinion: "agree", explanation: SAID, ...about }),
      object("report", { ...said, published: AT, ...about }),
      object("observed-data", { ...seen, object_refs: [address.id] }),
      object("relationship", { ...link, description: SAID }),
      object("relationship", { ...link, relationship_type: "based-on", target_ref: address.id }),
      object("relationship", { ...link, relationship_type: "targets", target_ref: victim.id }),
      object("sighting", {
        where_sighted_refs: [victim.id],
        sighting_of_ref: indicator.id,
        description: SAID,
        count: 3,
      }),
      object("language-content", {
        object_ref: actor.id,
        object_modified: AT,
        contents: { de: { name: `${SAID} Name` } },
      }),
    ],
  };
}

describe("what is served in the place of a copy that is called back", () => {
  test("is, over TAXII, each object of our own as its next version, revoked", async () => {
    const copy = await copied("taxii");
    const instead = insteadOf(copy, "taxii", LATER);
    const own = new Set(copy.ids.map(({ to }) => to));
    const versioned = read(copy).filter((one) => "modified" in one && !isFrame(one));
    const shown = read(instead ?? copy).filter((one) => !isFrame(one));
    expect(shown.map(({ id }) => id)).toEqual(versioned.map(({ id }) => id));
    expect(shown.filter(({ id }) => own.has(id))).toHaveLength(versioned.length);
    for (const one of shown) expect(one).toMatchObject({ revoked: true, modified: LATER });
    const versions = new Set(instead?.objects.map(({ version }) => version));
    expect([...versions].filter((one) => one !== undefined && one > LATER)).toEqual([]);
    expect(versions).toContain(LATER);
  });

  test("comes with the markings and the identity it refers to, as they were", async () => {
    const copy = await copied("taxii");
    const instead = insteadOf(copy, "taxii", LATER) ?? copy;
    expect(() => requireClosed(instead)).not.toThrow();
    const before = new Map(copy.objects.map((one) => [one.id, one]));
    const frame = instead.objects.filter(isFrame);
    const types = ["identity", "marking-definition"];
    expect(frame.map(({ type }) => type)).toEqual(expect.arrayContaining(types));
    expect(frame).toEqual(frame.map(({ id }) => before.get(id)));
    const marked = read(copy).map((one) => [one.id, one["object_marking_refs"]]);
    const markings = new Map(marked as [string, unknown][]);
    for (const { id, object_marking_refs: refs } of read(instead)) {
      expect([id, refs]).toEqual([id, markings.get(id)]);
    }
  });

  test("says nothing of what was recalled, in objects of any type", async () => {
    const copy = await copied("taxii", everyType());
    const instead = insteadOf(copy, "taxii", LATER) ?? copy;
    const types = new Set(read(copy).map(({ type }) => type));
    const kept = new Set(read(instead).map(({ type }) => type));
    expect([...types].filter((type) => !kept.has(type))).toEqual(["ipv4-addr"]);
    const text = textOf(instead).toLowerCase();
    for (const gone of [SAID.toLowerCase(), "198.51.100.3", "2026-11-01", "malicious", "agree"]) {
      expect(textOf(copy).toLowerCase()).toContain(gone);
      expect(text).not.toContain(gone);
    }
    const observable = copy.objects.find(({ type }) => type === "ipv4-addr")?.id ?? "";
    expect(text).not.toContain(observable);
    const more = [{ text: SAID, kind: "word" as const, place: "/" }];
    expect(await residueOfCopy({ ...instead, removed: [] }, { more, allowed: [] })).toEqual([]);
  });

  test("keeps the ends of a relationship that have ids of this partner's own", async () => {
    const copy = await copied("taxii", everyType());
    const instead = read(insteadOf(copy, "taxii", LATER) ?? copy);
    const ends = instead.flatMap((one) =>
      one.type === "relationship" ? [[one["source_ref"], one["target_ref"]]] : [],
    );
    const idsOf = (type: string): readonly string[] =>
      instead.flatMap((one) => (one.type === type ? [one.id] : []));
    const [indicator] = idsOf("indicator");
    expect(ends).toEqual([
      [indicator, idsOf("threat-actor")[0]],
      [indicator, copyFor().own.stixIdentity],
      [indicator, idsOf("identity").find((id) => id !== copyFor().own.stixIdentity)],
    ]);
  });

  test("names what is taken back for good: what is revoked, and an event with all in it", async () => {
    const copy = await copied("taxii");
    const instead = insteadOf(copy, "taxii", LATER) ?? copy;
    const revoked = read(instead).flatMap((one) => (one["revoked"] === true ? [one.id] : []));
    expect(instead.ids.map(({ to }) => to).toSorted()).toEqual(revoked.toSorted());
    const uuid = (n: number): string => `5a0e0000-0000-4000-8000-00000000000${n}`;
    const attribute = { uuid: uuid(2), type: "domain", category: "Network activity", value: SAID };
    const event = { uuid: uuid(1), info: SAID, date: "2026-11-01", Attribute: [attribute] };
    const mine = await copied("misp-feed", { Event: event });
    const gone = insteadOf(mine, "misp-feed", LATER) ?? mine;
    const given = mine.ids.map(({ to }) => to);
    const caveats = copyFor().caveats.length;
    expect(gone.ids.map(({ to }) => to)).toEqual(expect.arrayContaining(given));
    expect(gone.ids).toHaveLength(given.length + caveats);
    expect(textOf(gone)).not.toContain(SAID);
  });

  test.each(["package", "export"] as const)(
    "is nothing for a %s, which nobody fetches",
    async (medium) => {
      expect(insteadOf(await copied(medium), medium, LATER)).toBeUndefined();
    },
  );
});

/** Validates a file and prints what breaks a MUST, a line each. */
const PROGRAM = `
import logging, sys
from stix2validator import ValidationOptions, validate_file
logging.disable(logging.CRITICAL)
result = validate_file(sys.argv[1], ValidationOptions(version="2.1"))
for part in result.object_results:
    for error in part.errors:
        print(error)
print(len(result.object_results), "results")
`;

describeWithPython("the OASIS validator", ["stix2-validator==3.3.2"], (python) => {
  test("finds no MUST broken in revoked objects of every type", async () => {
    const folder = mkdtempSync(join(tmpdir(), "caveat-revoked-"));
    const validate = (text: string): readonly string[] => {
      const path = join(folder, "revoked.json");
      writeFileSync(path, text);
      const child = spawnSync(python, ["-c", PROGRAM, path], { encoding: "utf8" });
      return [child.stderr, ...child.stdout.trim().split("\n")];
    };
    try {
      const copy = await copied("taxii", everyType());
      const text = textOf(insteadOf(copy, "taxii", LATER) ?? copy);
      expect(validate(text)).toEqual(["", "1 results"]);
      const broken = text.replace('"opinion":"neutral"', '"opinion":"none"');
      expect(validate(broken)).toEqual(["", expect.stringContaining("opinion"), "1 results"]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
