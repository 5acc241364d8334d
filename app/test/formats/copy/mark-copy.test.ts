import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../src/core/item.ts";
import type { Copy } from "../../../src/core/release/copy.ts";
import { trace } from "../../../src/core/release/watermark.ts";
import { makeCopy } from "../../../src/formats/copy/make-copy.ts";
import { markCopy } from "../../../src/formats/copy/mark-copy.ts";
import { residueOfCopy } from "../../../src/formats/copy/residue-of-copy.ts";
import { signsIn } from "../../../src/formats/copy/signs-in.ts";
import { DEFAULT_LIMITS } from "../../../src/formats/limits.ts";
import { leaks, TYPED } from "../../support/leaks.ts";
import { leakyItems } from "../../support/leaky-items.ts";
import { copyFor, planOf, textOf } from "./copy-for.ts";

const PARTNERS = ["alder", "birch", "cedar", "dogwood"];
const CANDIDATES = PARTNERS.map((partner) => ({ partner, nameFor: copyFor(partner).uuidFor }));
const PLANTED = leaks(400).filter(({ guise }) => TYPED.includes(guise));
const WORDS = PLANTED.map(({ secret }) => secret.text);
const PLAN = planOf({ step: "remove-words", words: WORDS, with: "[removed]" });
const ITEMS = leakyItems(PLANTED);
const MARKED = ITEMS.filter(({ name }) => /^(?:bundle|event|note)/.test(name));

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "caveat-mark-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(MARKED)("a copy of $name with a mark", ({ name, bytes, media }) => {
  const make = async (partner: string): Promise<readonly [Copy, Copy]> => {
    const to = copyFor(partner);
    const medium = media[0] ?? "export";
    const plain = await makeCopy(bytes, name, PLAN, to, medium, { limits: DEFAULT_LIMITS });
    return [plain, markCopy(plain, to)];
  };

  test("is known again as its recipient's, and as nobody else's", async () => {
    const [, copy] = await make("birch");
    const { named } = await traced(copy.bytes, copy.fileName);
    expect(named.map(({ partner }) => partner)).toEqual(["birch"]);
  });

  test("is not known when it has no mark", async () => {
    const [copy] = await make("birch");
    expect((await traced(copy.bytes, copy.fileName)).named).toEqual([]);
  });

  test("says the same as without", async () => {
    const [plain, copy] = await make("birch");
    expect(Buffer.from(copy.bytes).equals(Buffer.from(plain.bytes))).toBe(false);
    expect(withoutMark(copy)).toEqual(withoutMark(plain));
    expect({ ...copy, bytes: 0, objects: 0 }).toEqual({ ...plain, bytes: 0, objects: 0 });
    expect(copy.objects.map(({ id }) => id)).toEqual(plain.objects.map(({ id }) => id));
  });

  test("holds the objects it is handed out in, as they stand in it", async () => {
    const [, copy] = await make("birch");
    const text = textOf(copy);
    expect(copy.objects.filter((object) => !text.includes(textOf({ ...copy, ...object })))).toEqual(
      [],
    );
    expect(await residueOfCopy(copy)).toEqual([]);
  });
});

test("a bundle is known again with new ids, another order, and a third of it gone", async () => {
  const { name, bytes } = ITEMS[0] ?? { name: "", bytes: new Uint8Array() };
  const to = copyFor("cedar");
  const made = await makeCopy(bytes, name, PLAN, to, "taxii", { limits: DEFAULT_LIMITS });
  const { objects } = JSON.parse(textOf(markCopy(made, to))) as { objects: readonly JsonObject[] };
  const left = objects
    .filter((_, nth) => nth % 3 !== 0)
    .toReversed()
    .map(({ id: _id, created_by_ref: _creator, ...object }) => object);
  const { named } = await traced(Buffer.from(JSON.stringify({ objects: left })), "found.json");
  expect(named.map(({ partner }) => partner)).toEqual(["cedar"]);
});

test("what has nothing to choose from stays as it is", async () => {
  const table = ITEMS.find(({ name }) => name === "table.csv");
  const to = copyFor("birch");
  const context = { limits: DEFAULT_LIMITS };
  const copy = await makeCopy(
    table?.bytes ?? Buffer.of(),
    "table.csv",
    PLAN,
    to,
    "export",
    context,
  );
  expect(markCopy(copy, to)).toBe(copy);
});

async function traced(bytes: Uint8Array, name: string): Promise<ReturnType<typeof trace>> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return trace(await signsIn(path, DEFAULT_LIMITS), CANDIDATES);
}

/** What a copy says, its marked places apart. */
function withoutMark(copy: Copy): unknown {
  if (!copy.mediaType.includes("json")) return textOf(copy).split(/\s+/).join(" ").trim();
  return JSON.parse(textOf(copy), (key, value: Json) => {
    const isTime = key === "created" || key === "modified" || key === "timestamp";
    return isTime && typeof value === "string" ? value.slice(0, 6) : value;
  }) as unknown;
}
