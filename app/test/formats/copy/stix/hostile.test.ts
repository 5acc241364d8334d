import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../../src/core/item.ts";
import { Refusal } from "../../../../src/core/refusal.ts";
import type { Copy } from "../../../../src/core/release/copy.ts";
import type { SanitiseStep } from "../../../../src/core/release/plan.ts";
import { residueOfCopy } from "../../../../src/formats/copy/residue-of-copy.ts";
import { id, object, TLP_GREEN, TLP_RED } from "../../stix/given.ts";
import { copyFor } from "../copy-for.ts";
import { copy, objectsOf, OWN, referencesIn } from "./support/copying.ts";

const TYPES = [
  "attack-pattern",
  "identity",
  "indicator",
  "location",
  "malware",
  "note",
  "observed-data",
  "relationship",
  "report",
  "sighting",
  "ipv4-addr",
  "file",
  "network-traffic",
  "email-message",
  "user-account",
  "process",
  "marking-definition",
  "extension-definition",
  "language-content",
  "x-custom",
] as const;

const KEYS = [
  "name",
  "description",
  "aliases",
  "labels",
  "pattern",
  "pattern_type",
  "valid_from",
  "object_refs",
  "source_ref",
  "target_ref",
  "created_by_ref",
  "object_marking_refs",
  "granular_markings",
  "external_references",
  "extensions",
  "objects",
  "value",
  "hashes",
  "contains_refs",
  "parent_directory_ref",
  "src_ref",
  "definition",
  "definition_type",
  "country",
  "created",
  "modified",
  "identity_class",
  "x_private",
  "contents",
  "object_ref",
] as const;

const someId = fc.tuple(fc.constantFrom(...TYPES), fc.nat(5)).map(([type, n]) => id(type, n));
const someText = fc.oneof(
  someId,
  fc.constantFrom(
    TLP_GREEN,
    TLP_RED,
    OWN,
    "2026-01-01T00:00:00.000Z",
    "stix",
    "individual",
    "TLP:RED",
  ),
  fc.constantFrom("[file:name = 'a']", "aliases.[0]", "name", "ada@mail.example", "198.51.100.3"),
  fc.string({ maxLength: 12 }),
);
const someJson: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    someText,
    fc.constantFrom(null, true, 0, -1, 1e300, 4711),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS, "marking_ref", "selectors", "0", "MD5"), tie("value"), {
      maxKeys: 4,
    }),
  ),
})).value;
const someObject = fc
  .tuple(
    fc.constantFrom(...TYPES),
    fc.nat(5),
    fc.dictionary(fc.constantFrom(...KEYS), someJson, { maxKeys: 8 }),
    fc.boolean(),
  )
  .map(([type, n, properties, isFull]): JsonObject =>
    isFull
      ? object(type, n, { name: `Quokka ${n}`, ...properties })
      : { ...properties, type, id: id(type, n) },
  );
const someStep: fc.Arbitrary<SanitiseStep> = fc.constantFrom<SanitiseStep>(
  { step: "honour-markings", most: "TLP:GREEN" },
  { step: "drop-property", property: "name" },
  { step: "mask", property: "description", with: "(left out)" },
  { step: "remove-words", words: ["zebra"], with: "(word)" },
  { step: "generalise-time", to: "year" },
  { step: "generalise-place", to: "region" },
  { step: "cut-originators", originators: "all-others" },
  { step: "cut-originators", originators: [id("identity", 1)] },
  { step: "remove-persons" },
  { step: "remove-own-nationals", names: ["Ada Example"] },
  { step: "remove-protected-professions", names: [] },
  { step: "remove-sources", names: ["Harbour"] },
  { step: "remove-special-categories", words: ["zebra"] },
);

describe("whatever comes in", () => {
  test("a copy is made or refused, nothing in it dangles, and every object is one of STIX 2.1", () => {
    const input = fc.tuple(
      fc.array(someObject, { minLength: 1, maxLength: 8 }),
      fc.uniqueArray(someStep, { maxLength: 3 }),
      fc.boolean(),
    );
    fc.assert(
      fc.property(input, ([objects, steps, isBare]) => {
        const made = tryCopy(objects, steps, isBare);
        const left = made === undefined ? [] : objectsOf(made);
        const ids = left.map((one) => one.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(
          left
            .flatMap((one) => referencesIn(one))
            .filter((ref) => ref.includes("--") && !ids.includes(ref)),
        ).toEqual([]);
        const custom = left
          .flatMap((one) => Object.keys(one))
          .filter((key) => key.startsWith("x_"));
        expect(custom).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test("what a plan took out is nowhere in the bytes, in any guise the check knows", async () => {
    const input = fc.tuple(
      fc.array(someObject, { minLength: 1, maxLength: 6 }),
      fc.uniqueArray(someStep, { minLength: 1, maxLength: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(input, async ([objects, steps]) => {
        const made = tryCopy(objects, steps, false);
        const allowed = [copyFor().own.name, ...copyFor().caveats.map(({ says }) => says)];
        const found = made === undefined ? [] : await residueOfCopy(made, { allowed });
        expect(found.map(({ says }) => says)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("a text under a name that only references have does not leave as one", () => {
    const hashes = { MD5: "0".repeat(32), object_marking_refs: id("attack-pattern", 1) };
    const environment_variables = { PATH: "/bin", seen_refs: id("attack-pattern", 1) };
    const made = objectsOf(
      copy([
        object("file", 0, { hashes }),
        object("process", 0, { pid: 1, environment_variables }),
      ]),
    );
    const [file, process] = ["file", "process"].map((type) =>
      made.find((one) => one.type === type),
    );
    expect(file?.["hashes"]).toEqual({ MD5: "0".repeat(32) });
    expect(process?.["environment_variables"]).toEqual({ PATH: "/bin" });
  });

  test("circles of observables and very long chains are copied", () => {
    const file = (n: number, to: number): JsonObject => ({
      type: "file",
      id: id("file", n),
      name: `f${n}`,
      extensions: { "archive-ext": { contains_refs: [id("file", to)] } },
    });
    const circle = copy([file(1, 2), file(2, 3), file(3, 1)], [], copyFor());
    expect(circle.objects.filter(({ type }) => type === "file")).toHaveLength(3);
    const chain = Array.from({ length: 3_000 }, (_, n) => file(n, n + 1));
    const made = copy(
      [...chain, { type: "file", id: id("file", 3_000), name: "end" }],
      [],
      copyFor(),
    );
    expect(made.objects.filter(({ type }) => type === "file")).toHaveLength(3_001);
  });

  test("a chain of containers that falls in one by one, with a report over all, falls", () => {
    const note = (n: number): JsonObject =>
      object("note", n, { content: "x", object_refs: [id("note", n + 1)] });
    const notes = Array.from({ length: 400 }, (_, n) => note(n));
    const report = object("report", 1, {
      published: "2026-01-01T00:00:00.000Z",
      object_refs: notes.map((one) => one.id ?? ""),
    });
    expect(() => copy([...notes, report])).toThrow(Refusal);
  });
});

/** Undefined for a refusal; any other error is the test's. */
function tryCopy(
  objects: readonly JsonObject[],
  steps: readonly SanitiseStep[],
  isBare: boolean,
): Copy | undefined {
  try {
    return copy(objects, steps, isBare ? copyFor("alder", { caveats: [] }) : copyFor());
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
