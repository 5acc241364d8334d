import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Copy, CopyFor } from "../../../../src/core/release/copy.ts";
import type { SanitisePlan } from "../../../../src/core/release/plan.ts";
import {
  carriedOutAside,
  differenceAside,
  makeCopyAside,
  residueAside,
} from "../../../../src/formats/copy/aside/copy-aside.ts";
import { doWork } from "../../../../src/formats/copy/aside/work.ts";
import { copyFor, planOf } from "../copy-for.ts";
import { largeBundle } from "./large.ts";

const PLAN = planOf(
  { step: "remove-persons" },
  { step: "remove-words", words: ["Linde"], with: "" },
);
const BUNDLE = largeBundle();
const LINES = Buffer.from("Seen by Ada Linde, ada@linde.example.\n\n".repeat(8000));

describe("a large copy is the same in another thread", () => {
  const created = new Map([[`tool--${copyFor().uuidFor("tool")}`, "2026-01-01T00:00:00.000Z"]]);
  test.each<[string, Uint8Array, string, SanitisePlan, Partial<CopyFor>]>([
    ["of STIX", BUNDLE, "large.json", PLAN, {}],
    ["with a mark", BUNDLE, "large.json", { ...PLAN, mark: true }, {}],
    ["that shows objects again", BUNDLE, "large.json", PLAN, { createdOf: created }],
    ["of gzip, however small", gzipSync(BUNDLE), "large.json.gz", PLAN, {}],
    ["of text", LINES, "notes.txt", PLAN, {}],
    [
      "from a piece of memory",
      Buffer.concat([LINES, BUNDLE]).subarray(LINES.length),
      "a.json",
      PLAN,
      {},
    ],
  ])("%s", async (_name, original, name, plan, change) => {
    const [to, asked] = asking(change);
    const { uuidFor, ...about } = to;
    const work = { original, name, medium: "export", plan, about } as const;
    const { copy: here } = await doWork({ kind: "make", ...work }, uuidFor);
    const namedHere = asked.splice(0);
    const there = await makeCopyAside(original, name, "export", plan, to);
    expect(plain(there)).toEqual(plain(here));
    expect(there.removed.length).toBeGreaterThan(1);
    // Each name once: they are asked for here, where the key is.
    expect(asked).toEqual([...new Set(namedHere)]);
    const aspects = await carriedOutAside(original, plan, there, to);
    const again = { kind: "read-again", original, plan, copy: there, about } as const;
    expect(aspects).toEqual((await doWork(again, uuidFor)).aspects);
    const compared = { kind: "compare", original, copy: there, most: 500 } as const;
    const difference = await differenceAside(original, there, 500);
    expect(difference.lines).toHaveLength(500);
    expect(difference).toEqual((await doWork(compared, uuidFor)).difference);
  });
});

test("a large copy is looked through as well in another thread", async () => {
  const copy = await makeCopyAside(BUNDLE, "large.json", "export", PLAN, copyFor());
  expect(await residueAside(copy, [], ["Meridian Service"])).toEqual([]);
  const more = [{ text: "Heron 7", kind: "recipient", place: "the recipients" }] as const;
  const work = {
    kind: "look-through",
    copy: { ...copy, bytes: BUNDLE },
    more,
    allowed: [],
  } as const;
  const { residues = [] } = await doWork(work, (part) => part);
  expect(residues.length).toBeGreaterThan(100);
  expect(await residueAside(work.copy, more, [])).toEqual(residues);
});

test("what is refused there is refused here, in the same words", async () => {
  const broken = Buffer.from(BUNDLE.subarray(0, -1));
  const refused = makeCopyAside(broken, "large.json", "export", PLAN, copyFor());
  const { uuidFor, ...about } = copyFor();
  const work = {
    original: broken,
    name: "large.json",
    medium: "export",
    plan: PLAN,
    about,
  } as const;
  const here = await doWork({ kind: "make", ...work }, uuidFor).catch((error: unknown) => error);
  expect(here).toMatchObject({ name: "Refusal", code: "not-json" });
  await expect(refused).rejects.toEqual(here);
});

test("an error where names are given is an error here, and the next copy is made", async () => {
  const broken = copyFor("alder", {
    uuidFor: () => {
      throw new Error("no key");
    },
  });
  const making = makeCopyAside(BUNDLE, "large.json", "export", PLAN, broken);
  await expect(making).rejects.toThrow("no key");
  const copy = await makeCopyAside(BUNDLE, "large.json", "export", PLAN, copyFor());
  expect(copy.objects.length).toBeGreaterThan(100);
});

/** Whom a copy is for, and what was asked for a name, in its order. */
function asking(change: Partial<CopyFor>): readonly [CopyFor, string[]] {
  const asked: string[] = [];
  const to = copyFor("alder", change);
  const uuidFor = (part: string): string => {
    asked.push(part);
    return to.uuidFor(part);
  };
  return [{ ...to, uuidFor }, asked];
}

/** Bytes are of the same kind everywhere. */
function plain(copy: Copy | undefined): unknown {
  const objects = copy?.objects.map((one) => ({
    ...one,
    bytes: Buffer.from(one.bytes).toString(),
  }));
  return { ...copy, bytes: Buffer.from(copy?.bytes ?? []).toString(), objects };
}
