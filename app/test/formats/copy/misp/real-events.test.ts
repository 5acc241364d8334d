import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../../src/core/item.ts";
import type { Copy } from "../../../../src/core/release/copy.ts";
import { copyMisp } from "../../../../src/formats/copy/misp/copy-misp.ts";
import { residueOfCopy } from "../../../../src/formats/copy/residue-of-copy.ts";
import { looksLikeMisp } from "../../../../src/formats/misp/misp.ts";
import { eventsOf } from "../../../../src/formats/misp/wrapper.ts";
import { describeWithData, sharedData } from "../../../shared-data.ts";
import { copyFor, planOf, residueOf, textOf } from "../copy-for.ts";
import { breaches } from "./misp-schema.ts";

/** Not valid JSON, and to be refused as such. */
const MALFORMED = /malicious_pypi_packages/;
const CAREFUL = planOf(
  { step: "honour-markings", most: "TLP:AMBER" },
  { step: "remove-persons" },
  { step: "remove-sources", names: ["ESET"] },
  { step: "generalise-time", to: "month" },
  { step: "generalise-place", to: "country" },
);

describeWithData("real MISP events", () => {
  const originals = files().map((file) => ({ file, json: parse(file) }));

  test("are 61, with addresses of creators, other events' titles and local ids", () => {
    const texts = originals.map(({ json }) => JSON.stringify(json));
    expect(originals).toHaveLength(61);
    expect(texts.filter((text) => text.includes("event_creator_email")).length).toBeGreaterThan(40);
    expect(originals.flatMap(({ json }) => titlesIn(json)).length).toBeGreaterThan(30);
  });

  for (const partner of ["alder", "birch"]) {
    for (const plan of [planOf(), CAREFUL]) {
      const under = plan.steps.length === 0 ? "no plan" : "a careful plan";

      test(`leave for ${partner} under ${under} without residue`, async () => {
        const copies = originals.map(({ file, json }) => ({
          file,
          json,
          copy: made(json, partner, plan),
        }));
        const found = copies.flatMap(({ file, json, copy }) =>
          copy === undefined ? [] : leaksIn(json, copy).map((leak) => `${file}: ${leak}`),
        );
        expect(found).toEqual([]);
        const stopped: string[] = [];
        for (const { file, copy } of copies) {
          if (copy !== undefined) stopped.push(...(await refusals(file, copy)));
        }
        expect(stopped).toEqual([]);
        expect(copies.filter(({ copy }) => copy !== undefined).length).toBeGreaterThan(55);
      });
    }
  }

  test("keep to the schema of MISP", () => {
    const schema = withNewerParts(parse("misp-core/schema.json") as JsonObject);
    const found = originals.flatMap(({ file, json }) => {
      const copy = JSON.parse(textOf(copyMisp(json, planOf(), copyFor()))) as Json;
      return breaches(copy, schema).map((breach) => `${file}: ${breach}`);
    });
    expect(found).toEqual([]);
  });

  test("are seen to break it where a field of our own is added", () => {
    const schema = withNewerParts(parse("misp-core/schema.json") as JsonObject);
    expect(breaches({ Event: { info: 1, x: "" } }, schema)).toEqual([
      "/Event/info: not a string",
      "/Event/x: not in the schema",
    ]);
  });

  test("have nothing in common for two partners but what they say", () => {
    for (const { json } of originals) {
      const [one, other] = [
        copyMisp(json, planOf(), copyFor("a")),
        copyMisp(json, planOf(), copyFor("b")),
      ];
      const theirs = new Set(uuidsIn(textOf(other)));
      const said = new Set([
        copyFor().own.organisation,
        ...templatesIn(json),
        ...uuidsIn(valuesOf(json)),
      ]);
      expect(uuidsIn(textOf(one)).filter((uuid) => theirs.has(uuid) && !said.has(uuid))).toEqual(
        [],
      );
    }
  });

  test("come out the same again, byte for byte", () => {
    for (const { json } of originals.slice(0, 20)) {
      const [one, again] = [copyMisp(json, CAREFUL, copyFor()), copyMisp(json, CAREFUL, copyFor())];
      expect(Buffer.from(one.bytes).equals(again.bytes)).toBe(true);
    }
  });
});

function files(): readonly string[] {
  return ["misp-events/eset", "misp-events/pymisp"].flatMap((folder) =>
    readdirSync(sharedData(folder))
      .filter((name) => name.endsWith(".json") && !MALFORMED.test(name))
      .map((name) => `${folder}/${name}`)
      .filter((file) => looksLikeMisp(parse(file))),
  );
}

function parse(file: string): Json {
  return JSON.parse(readFileSync(sharedData(file), "utf8")) as Json;
}

/** undefined where the plan leaves nothing of the event, which is then refused. */
function made(json: Json, partner: string, plan: typeof CAREFUL): Copy | undefined {
  try {
    return copyMisp(json, plan, copyFor(partner));
  } catch {
    return undefined;
  }
}

/** What the residue check stops: nothing of what leaves by right. */
async function refusals(file: string, copy: Copy): Promise<readonly string[]> {
  const residue = await residueOfCopy(copy, { allowed: [copyFor().own.name] });
  return residue.map(({ place, says, residue: { kind, place: from } }) =>
    [file, place, says, kind, from].join(" | "),
  );
}

function leaksIn(json: Json, copy: Copy): readonly string[] {
  const text = textOf(copy);
  const leaks = [...titlesIn(json), ...addressesIn(json)].filter((one) => text.includes(one));
  const ids = keysIn(JSON.parse(text) as Json).filter((key) =>
    /^(?:id|(?!threat_level).+_id)$/.test(key),
  );
  const old = oldUuids(json);
  const kept = uuidsIn(text).filter((uuid) => old.has(uuid));
  return [...residueOf(copy), ...leaks, ...ids, ...kept];
}

function titlesIn(json: Json): readonly string[] {
  return eventsOf(json).flatMap(({ json: event }) =>
    ((event?.["RelatedEvent"] ?? []) as readonly { Event: { info: string } }[]).map(
      (related) => related.Event.info,
    ),
  );
}

function addressesIn(json: Json): readonly string[] {
  return eventsOf(json).flatMap(({ json: event }) => {
    const address = event?.["event_creator_email"];
    return typeof address === "string" ? [address] : [];
  });
}

/** Of every field that holds one, galaxies and templates apart: these are public. */
function oldUuids(json: Json): ReadonlySet<string> {
  const text = JSON.stringify(json, (key, value: Json) => (key === "Galaxy" ? [] : value));
  const found = text.matchAll(/"(?!template_uuid)[a-z_]*uuid":"([0-9a-f-]{36})"/gi);
  return new Set([...found].map(([, uuid = ""]) => uuid));
}

function templatesIn(json: Json): readonly string[] {
  const found = JSON.stringify(json).matchAll(/"template_uuid":"([0-9a-f-]{36})"/g);
  return [...found].map(([, uuid = ""]) => uuid);
}

function valuesOf(json: Json): string {
  return (JSON.stringify(json).match(/"value":"[^"]*"/g) ?? []).join();
}

function uuidsIn(text: string): readonly string[] {
  return text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
}

function keysIn(json: Json): readonly string[] {
  if (typeof json !== "object" || json === null) return [];
  const own = Array.isArray(json) ? [] : Object.keys(json);
  return [...own, ...Object.values(json as JsonObject).flatMap(keysIn)];
}

/**
 * The schema is that of MISP 2.4 before it had objects. What came since (standards.md section 3) is added
 * as strictly as the rest; attributes in objects are the attributes it knows.
 */
function withNewerParts(schema: JsonObject): JsonObject {
  const defs = schema["defs"] as Readonly<Record<string, { properties: JsonObject }>>;
  const text = { type: "string" };
  const tags = { type: "array", uniqueItems: true, items: { $ref: "#/defs/tag" } };
  const seen = { first_seen: text, last_seen: text, object_relation: text };
  const strict = (properties: JsonObject): JsonObject => ({
    type: "object",
    additionalProperties: false,
    properties,
    required: Object.keys(properties).filter((key) => key === "uuid" || key === "timestamp"),
  });
  const own = { uuid: text, timestamp: text, deleted: { type: "boolean" }, Tag: tags };
  const reference = strict({
    uuid: text,
    object_uuid: text,
    referenced_uuid: text,
    relationship_type: text,
    comment: text,
    timestamp: text,
  });
  const object = strict({
    ...own,
    name: text,
    "meta-category": text,
    description: text,
    comment: text,
    template_uuid: text,
    template_version: text,
    first_seen: text,
    last_seen: text,
    Attribute: { type: "array", items: { $ref: "#/defs/attribute" } },
    ObjectReference: { type: "array", items: reference },
  });
  const report = strict({ ...own, name: text, content: text });
  const event = {
    ...defs["event"]?.properties,
    Object: { type: "array", items: object },
    EventReport: { type: "array", items: report },
  };
  return {
    ...schema,
    defs: {
      ...defs,
      event: { ...defs["event"], properties: event },
      attribute: {
        ...defs["attribute"],
        properties: { ...defs["attribute"]?.properties, ...seen },
      },
    },
  };
}
