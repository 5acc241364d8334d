import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../../src/core/item.ts";
import { Refusal } from "../../../../src/core/refusal.ts";
import type { Copy } from "../../../../src/core/release/copy.ts";
import type { SanitiseStep } from "../../../../src/core/release/plan.ts";
import { copyMisp } from "../../../../src/formats/copy/misp/copy-misp.ts";
import { residueOfCopy } from "../../../../src/formats/copy/residue-of-copy.ts";
import { copyFor, planOf, residueOf, textOf } from "../copy-for.ts";
import { tagsOf } from "./sample.ts";

const SECRETS = [
  "Wilhelmina Zandstra",
  "198.51.100.77",
  "magpie@nest.example",
  "Operation Kestrel",
];
const text = fc
  .array(fc.constantFrom(...SECRETS, ...SECRETS.map(disguised), "the", "server", "is up", "\n"), {
    maxLength: 5,
  })
  .map((words) => words.join(" "));
const tag = fc.record({
  name: fc.constantFrom(
    "tlp:red",
    "TLP:WHITE",
    "tlp:rot",
    "PAP:RED",
    "Operation Kestrel",
    "type:OSINT",
  ),
  local: fc.boolean(),
  exportable: fc.boolean(),
});
const tags = fc.array(tag, { maxLength: 2 });
const attribute = fc.record({
  uuid: fc.uuid(),
  type: fc.constantFrom(
    "ip-dst",
    "text",
    "full-name",
    "filename|md5",
    "email-src",
    "datetime",
    "odd",
  ),
  category: fc.constantFrom("Person", "Other", "Internal reference", 7),
  value: fc.oneof(text, fc.constantFrom("198.51.100.77", "a|b", 5, "2026-03-12T10:11:12Z")),
  comment: text,
  Tag: tags,
  deleted: fc.constantFrom(false, "1", null),
});
const object = fc.record({
  uuid: fc.uuid(),
  name: fc.constantFrom("person", "file", "Operation Kestrel"),
  comment: text,
  Attribute: fc.array(attribute, { maxLength: 3 }),
  Tag: tags,
});
const event = fc.record({
  uuid: fc.uuid(),
  info: text,
  date: fc.constantFrom("2026-03-12", "none"),
  event_creator_email: fc.constant("magpie@nest.example"),
  Attribute: fc.array(attribute, { maxLength: 4 }),
  Object: fc.array(object, { maxLength: 2 }),
  EventReport: fc.array(fc.record({ uuid: fc.uuid(), name: text, content: text }), {
    maxLength: 1,
  }),
  Tag: tags,
});
const step: fc.Arbitrary<SanitiseStep> = fc.constantFrom<SanitiseStep>(
  { step: "honour-markings", most: "TLP:AMBER" },
  { step: "drop-property", property: "comment" },
  { step: "mask", property: "info", with: "held back" },
  { step: "remove-words", words: SECRETS, with: "[x]" },
  { step: "generalise-time", to: "year" },
  { step: "generalise-place", to: "country" },
  { step: "remove-persons" },
  { step: "remove-own-nationals", names: ["Wilhelmina Zandstra"] },
  { step: "remove-protected-professions", names: [] },
  { step: "remove-sources", names: ["Operation Kestrel"] },
  { step: "remove-special-categories", words: [] },
);
const steps = fc.array(step, { maxLength: 4 });

test("whatever the event and the plan, nothing that was removed is in the copy", async () => {
  await fc.assert(
    fc.asyncProperty(event, steps, async (json, plan) => {
      const copy = made(json, plan);
      fc.pre(copy !== undefined);
      expect(residueOf(copy)).toEqual([]);
      const residue = await residueOfCopy(copy, { allowed: ["Meridian Service"] });
      expect(residue.map(({ says, residue: { place } }) => `${place} ${says}`)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("whatever the event and the plan, the words of the plan are gone in every guise", () => {
  fc.assert(
    fc.property(event, steps, (json, plan) => {
      const copy = made(json, [...plan, { step: "remove-words", words: SECRETS, with: "" }]);
      fc.pre(copy !== undefined);
      expect(textOf(copy)).not.toMatch(/zandstra|51.{0,3}100.{0,3}77|nest.{0,7}example|kestrel/i);
    }),
    { numRuns: 60 },
  );
});

test("more steps never let more out", () => {
  fc.assert(
    fc.property(event, steps, step, (json, plan, one) => {
      const [less, more] = [made(json, plan), made(json, [...plan, one])];
      fc.pre(less !== undefined && more !== undefined);
      const before = new Set(uuidsIn(less));
      expect(uuidsIn(more).filter((uuid) => !before.has(uuid))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("the copy carries every caveat and no old id, and comes out the same again", () => {
  fc.assert(
    fc.property(event, steps, (json, plan) => {
      const copy = made(json, plan);
      fc.pre(copy !== undefined);
      const sent = (JSON.parse(textOf(copy)) as { Event: JsonObject }).Event;
      expect(tagsOf(sent)[0]).toMatch(/^tlp:(?:amber\+strict|red)$/);
      expect(tagsOf(sent)).toContain('caveat:onward-disclosure="forbidden"');
      const old = new Set(JSON.stringify(json).match(/[0-9a-f]{8}-[0-9a-f-]{27}/g));
      expect(uuidsIn(copy).filter((uuid) => old.has(uuid))).toEqual([]);
      expect(textOf(made(json, plan) ?? copy)).toBe(textOf(copy));
    }),
    { numRuns: 60 },
  );
});

test("any JSON is either a copy or refused", () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom("Attribute", "Object", "Tag", "EventReport"),
      (json, key) => {
        const event = {
          info: "x",
          uuid: json as Json,
          Attribute: [],
          [key]: json as Json,
          Orgc: json as Json,
        };
        expect(made(event, []) ?? Refusal).toBeDefined();
      },
    ),
  );
});

/** undefined where it is refused; any other error is one. */
function made(json: Json, plan: readonly SanitiseStep[]): Copy | undefined {
  try {
    return copyMisp({ Event: json }, planOf(...plan), copyFor());
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function uuidsIn(copy: Copy): readonly string[] {
  return textOf(copy).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
}

function disguised(secret: string, i: number): string {
  const guises = [
    secret.toUpperCase(),
    secret.replaceAll(".", "[.]"),
    secret.replace("@", " at "),
    secret.replace(" ", "\n"),
  ];
  return guises[i] ?? secret;
}
