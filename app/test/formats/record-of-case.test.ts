import { beforeAll, describe, expect, test } from "vitest";
import { readCase } from "../../src/formats/case/read-case.ts";
import { DEFAULT_LIMITS } from "../../src/formats/limits.ts";
import { parseRecord } from "../../src/formats/verdict/read-record.ts";
import type { Pack } from "../../src/core/pack.ts";
import { toRecord } from "../../src/usecases/record.ts";
import { acknowledgementsOf } from "../../src/core/casework/acknowledge.ts";
import { digest, opening, PlainCase, REASONS, SAYS } from "../core/casework/support/plain-case.ts";
import { permissionsWith, SHEETS } from "../core/casework/support/world.ts";
import { loadPack } from "../support/packs.ts";

let wiv: Pack;
beforeAll(async () => {
  wiv = await loadPack("nl-wiv");
});

/** A verdict of a case in which everything was done that leaves a trace of its own. */
function recordText(change: (record: Record<string, never>) => unknown = (one) => one): string {
  const permissions = permissionsWith(acknowledgementsOf([wiv])["minister"] ?? []);
  const one = new PlainCase([wiv], { facts: SHEETS.raw, permissions })
    .take("olga", opening(["calm"]), ...REASONS)
    .sign("hank", "head");
  const { recipients, request } = one.state;
  one
    .take("hank", { kind: "retract", act: one.state.approvals[0]?.id ?? "", says: SAYS })
    .take("olga", { kind: "amend", recipients, request }, ...REASONS)
    .sign("mia", "minister");
  const [grounds] = one.bind().grounds;
  if (grounds === undefined) throw new Error("there are grounds");
  const record = toRecord(grounds, [wiv], "caveat test", digest);
  return JSON.stringify(change(structuredClone(record) as never));
}

describe("the record of a verdict in a case", () => {
  test("comes back whole: manifest, acknowledgements, permissions, what was taken back", () => {
    const text = recordText();
    const { grounds } = parseRecord(text, "kept", DEFAULT_LIMITS);
    expect(grounds).toEqual(JSON.parse(text).grounds);
    expect(grounds.binding?.permissions.length).toBe(3);
    const traces = grounds.performed.flatMap((one) => Object.keys(one));
    expect(traces).toEqual(
      expect.arrayContaining(["manifest", "acknowledges", "permission", "retracted", "superseded"]),
    );
  });

  test.each<[string, (record: Record<string, never>) => unknown]>([
    ["a manifest that is no hash", (one) => withGrounds(one, { binding: { manifest: "x" } })],
    ["a binding with something more", (one) => withGrounds(one, { binding: { more: 1 } })],
    [
      "a measure that was not taken back",
      (one) => withGrounds(one, { performed: { retracted: false } }),
    ],
    ["a measure with something more", (one) => withGrounds(one, { performed: { counts: true } })],
  ])("is refused with %s", (_, change) => {
    expect(() => parseRecord(recordText(change), "kept", DEFAULT_LIMITS)).toThrow(
      expect.objectContaining({ name: "Refusal", code: "bad-verdict" }),
    );
  });
});

describe("a case file, which anybody can write", () => {
  test.each([
    "manifest: 0000000000000000000000000000000000000000000000000000000000000000",
    "acknowledges: [I have read it]",
    "permission: series",
    "retracted: true",
    "superseded: true",
  ])("cannot say %s of a measure", (field) => {
    const text = `caveat: case/1
own: { id: own, name: Own, country: NL }
item: { facts: { tlp: clear } }
request: { purpose: warn }
measures:
  - { measure: "approve:minister", by: mia, on: 2026-04-01, ${field} }
`;
    expect(() => readCase(Buffer.from(text), "case.yaml")).toThrow(
      expect.objectContaining({ name: "Refusal", code: "bad-case" }),
    );
    const without = text.replace(`, ${field}`, "");
    expect(readCase(Buffer.from(without), "case.yaml").measures).toHaveLength(1);
  });

  test("nor bind what is signed in it", () => {
    const text = "caveat: case/1\nitem: {}\nrequest: { purpose: warn }\nbinding: { manifest: x }\n";
    expect(() => readCase(Buffer.from(text), "case.yaml")).toThrow(
      expect.objectContaining({ name: "Refusal", code: "bad-case" }),
    );
  });
});

function withGrounds(record: Record<string, never>, change: Record<string, object>): unknown {
  const { grounds } = record as unknown as { grounds: Record<string, unknown> };
  const performed = grounds["performed"] as readonly object[];
  const changed =
    change["performed"] === undefined
      ? performed
      : [{ ...performed[0], ...change["performed"] }, ...performed.slice(1)];
  const binding = { ...(grounds["binding"] as object), ...change["binding"] };
  return { ...(record as object), grounds: { ...grounds, performed: changed, binding } };
}
