import { describe, expect, test } from "vitest";
import { parseCheckpoint, parseNote, verifyLedger } from "../src/index.ts";
import type { Bad, Checkpoint, LedgerOptions, LedgerVerdict } from "../src/index.ts";
import {
  DRAFTS,
  LOG,
  ORIGIN,
  POLICY,
  WITNESS,
  exported,
  nodeHash,
  policyOf,
} from "./support/sample-ledger.ts";
import type { Draft, Sample } from "./support/sample-ledger.ts";
import { signerOf } from "./support/sign.ts";

const SAMPLE = { drafts: DRAFTS, checkpoints: [3, 8] };

function verify(sample: Sample, options: Partial<LedgerOptions> = {}): Promise<LedgerVerdict> {
  return verifyLedger(exported(sample).bytes, { policy: POLICY, ...options });
}

function verifyText(text: string, options: Partial<LedgerOptions> = {}): Promise<LedgerVerdict> {
  return verifyLedger(new TextEncoder().encode(text), { policy: POLICY, ...options });
}

function textOf(sample: Sample): string {
  return Buffer.from(exported(sample).bytes).toString();
}

/** What a verdict says is wrong, and where: "wrong-entry 7". "good" or "erased" otherwise. */
function brief(verdict: LedgerVerdict): string {
  return verdict.answer === "bad" ? `${verdict.code} ${verdict.index}` : verdict.answer;
}

function pinOf(sample: Sample, size: number): Checkpoint {
  const root = exported(sample).roots[size] ?? new Uint8Array(0);
  return { origin: ORIGIN, size, root };
}

describe("a good ledger", () => {
  test("is good, and the verdict says what stands behind it", async () => {
    const verdict = await verify({ drafts: DRAFTS.slice(0, 3), checkpoints: [1] });
    expect(verdict).toMatchObject({
      answer: "good",
      checkpoints: 2,
      sealed: "open",
      opened: 3,
      erased: [],
      checkpoint: { origin: ORIGIN, size: 3, witnesses: [{ name: "w1" }], isWitnessed: true },
    });
  });

  test("of which sealed values are gone names them and the entry that erased each", async () => {
    expect(await verify(SAMPLE)).toMatchObject({
      answer: "erased",
      erased: [
        { entry: 0, field: "reason", by: 5 },
        { entry: 3, field: "reason", by: 9 },
        { entry: 7, field: "text", by: 9 },
      ],
    });
  });

  test("may keep its sealed values to itself, and still says which are gone", async () => {
    const verdict = await verify({ ...SAMPLE, sealed: "kept" });
    expect(verdict).toMatchObject({ answer: "erased", opened: 0, sealed: "kept" });
  });

  test("may be empty, or have one entry", async () => {
    expect(brief(await verify({ drafts: [] }))).toBe("good");
    expect(brief(await verify({ drafts: DRAFTS.slice(2, 3) }))).toBe("good");
  });

  test("may come in chunks of any size, also from a stream", async () => {
    const { bytes } = exported(SAMPLE);
    for (const size of [1, 7, 64, 1000]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => {
          for (const chunk of chunks) controller.enqueue(chunk);
          controller.close();
        },
      });
      expect(brief(await verifyLedger(chunks, { policy: POLICY }))).toBe("erased");
      expect(brief(await verifyLedger(stream, { policy: POLICY }))).toBe("erased");
    }
  });

  test("may be hashed with the platform's SHA-256", async () => {
    expect(brief(await verify(SAMPLE, { hash: nodeHash }))).toBe("erased");
  });

  test("reports how far it has come", async () => {
    const drafts = Array.from({ length: 9000 }, () => ({ kind: "reads", body: {} }));
    const heard: number[] = [];
    const verdict = await verify({ drafts }, { progress: (entries) => heard.push(entries) });
    expect(verdict.answer).toBe("good");
    expect(heard.length).toBe(2);
  });

  test("a field erased twice is erased by the first", async () => {
    const erased = [{ entry: 0, field: "reason" }];
    const drafts: Draft[] = [...DRAFTS, { kind: "erasure", body: { erased } }];
    const verdict = await verify({ drafts });
    expect(verdict).toMatchObject({ answer: "erased", erased: [{ entry: 0, by: 5 }, {}, {}] });
  });

  test("an error of the source is passed on, and is no verdict", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield exported(SAMPLE).bytes.subarray(0, 100);
      throw new Error("the disk is gone");
    }
    await expect(verifyLedger(broken(), { policy: POLICY })).rejects.toThrow("the disk is gone");
  });
});

describe("policy and origin", () => {
  test("an export signed by a stranger is bad from its first entry", async () => {
    const sample = { ...SAMPLE, signers: [signerOf("stranger.example"), WITNESS] };
    expect(brief(await verify(sample))).toBe("no-trusted-signature 0");
  });

  test("an export that no witness signed is bad under a policy that wants one", async () => {
    const sample = { ...SAMPLE, signers: [LOG] };
    expect(brief(await verify(sample))).toBe("no-quorum 0");
    const policy = policyOf(`log ${LOG.vkey}\nquorum none\n`);
    expect(brief(await verify(sample, { policy }))).toBe("erased");
  });

  test("an export of another log is bad, also when the policy knows that log", async () => {
    const other = signerOf("other.example/ledger");
    const sample = { ...SAMPLE, origin: "other.example/ledger", signers: [other, WITNESS] };
    const policy = policyOf(`log ${LOG.vkey}\nlog ${other.vkey}\nquorum none\n`);
    expect(brief(await verify(sample, { policy }))).toBe("erased");
    expect(brief(await verify(sample, { policy, origin: ORIGIN }))).toBe("wrong-origin 0");
    expect(brief(await verify(sample))).toBe("no-trusted-signature 0");
  });
});

describe("pinned checkpoints", () => {
  test("lie on the history of a good ledger, whatever their size", async () => {
    for (const size of [0, 1, 7, 8, 12]) {
      expect(brief(await verify(SAMPLE, { pinned: [pinOf(SAMPLE, size)] }))).toBe("erased");
    }
  });

  test("make an older state bad, though every signature in it is good", async () => {
    const older = {
      drafts: DRAFTS.slice(0, 8)
        .with(0, { kind: "reads", body: {} })
        .with(5, { kind: "reads", body: {} }),
    };
    expect(brief(await verify(older))).toBe("good");
    const pin = { ...pinOf(older, 8), size: 9 };
    expect(brief(await verify(older, { pinned: [pin] }))).toBe("older-history 8");
  });

  test("make another history bad, and name the first entry after the last pin that agreed", async () => {
    const forked = {
      ...SAMPLE,
      drafts: DRAFTS.with(8, { kind: "release", body: { partner: "cedar" } }),
    };
    expect(brief(await verify(forked))).toBe("erased");
    const pinned = [pinOf(SAMPLE, 11), pinOf(SAMPLE, 4), pinOf(SAMPLE, 8)];
    expect(brief(await verify(forked, { pinned }))).toBe("other-history 8");
    expect(brief(await verify(forked, { pinned: [pinOf(SAMPLE, 12)] }))).toBe("other-history 0");
  });

  test("of another log make it bad", async () => {
    const pin = { ...pinOf(SAMPLE, 4), origin: "other.example" };
    expect(brief(await verify(SAMPLE, { pinned: [pin] }))).toBe("wrong-origin 0");
  });

  test("are what a checkpoint note of the export says", async () => {
    const [, note = ""] = textOf(SAMPLE).split("checkpoint\n");
    const [text = ""] = note.split("sum ");
    const pin = parseCheckpoint(parseNote(new TextEncoder().encode(text)).text);
    expect(pin).toEqual(pinOf(SAMPLE, 3));
  });
});

describe("an attacker", () => {
  test("who holds the database but no key cannot change, drop or add an entry", async () => {
    // Leaves, sums and all are right for the changed ledger; the checkpoints stay those of the log.
    const good = textOf(SAMPLE).split("checkpoint\n").slice(1);
    const forge = async (drafts: readonly Draft[]): Promise<string> => {
      const [head = "", ...forged] = textOf({ ...SAMPLE, drafts }).split("checkpoint\n");
      const parts = forged.map(
        (part, at) => noteOf(good[at] ?? "") + part.slice(noteOf(part).length),
      );
      return brief(await verifyText([head, ...parts].join("checkpoint\n")));
    };
    expect(await forge(DRAFTS)).toBe("erased");
    expect(await forge(DRAFTS.with(2, { kind: "release", body: {} }))).toBe("wrong-root 0");
    expect(await forge(DRAFTS.with(4, { kind: "verdict", body: {} }))).toBe("wrong-root 3");
    expect(await forge(DRAFTS.with(11, { kind: "reads", body: { count: 1 } }))).toBe(
      "wrong-root 8",
    );
  });

  test("who holds the log's key but no witness's is seen at the first checkpoint nobody witnessed", async () => {
    const forged = {
      ...SAMPLE,
      drafts: DRAFTS.with(2, { kind: "release", body: {} }),
      signers: [LOG],
    };
    expect(brief(await verify(forged))).toBe("no-quorum 0");
  });

  test("cannot replay an earlier checkpoint in the place of a later one", async () => {
    const [head = "", first = "", second = "", last = ""] = textOf(SAMPLE).split("checkpoint\n");
    const replayed = [head, first, noteOf(first) + second.slice(noteOf(second).length), last];
    expect(brief(await verifyText(replayed.join("checkpoint\n")))).toBe("wrong-index 3");
  });

  test("cannot pass a value off as erased, nor an erased one as kept", async () => {
    const kept = textOf({ ...SAMPLE, sealed: "kept" });
    expect(brief(await verifyText(kept.replace("kept by", "erased by 5")))).toBe("wrong-erasure 1");
    expect(brief(await verifyText(kept.replace("erased reason 5", "kept reason")))).toBe(
      "wrong-erasure 0",
    );
    expect(brief(await verifyText(kept.replace("erased reason 5", "erased reason 9")))).toBe(
      "wrong-erasure 0",
    );
    expect(brief(await verifyText(kept.replace("erased text 9", "erased text 7")))).toBe(
      "bad-export 7",
    );
    expect(brief(await verifyText(kept.replace("erased text 9", "erased text 12")))).toBe(
      "bad-export 7",
    );
  });

  test("cannot show another value, nor leave one out of an export that shows all", async () => {
    const open = textOf(SAMPLE);
    expect(brief(await verifyText(open.replace("b2ZmaWNlciAx", "b2ZmaWNlciAy")))).toBe(
      "wrong-commitment 1",
    );
    expect(brief(await verifyText(open.replace(/open by .*/, "kept by")))).toBe("bad-export 1");
    expect(brief(await verifyText(open.replace(/open by .*\n/, "")))).toBe("bad-export 1");
  });

  test("is not helped by numbers that look right to a lenient reader", async () => {
    const text = textOf(SAMPLE);
    for (const [from, to] of [
      ["\n1 ", "\n01 "],
      ["\n1 ", "\n1  "],
      ["\n1 ", "\n+1 "],
      ["size 12", "size 012"],
      ["size 12", "size 12 "],
      ["erased reason 5", "erased reason 05"],
    ] as const) {
      expect(text.includes(from)).toBe(true);
      expect((await verifyText(text.replace(from, to))).answer, to).toBe("bad");
    }
  });
});

function noteOf(part: string): string {
  return part.slice(0, part.indexOf("sum "));
}

describe("what an entry of kind erasure must say", () => {
  test.each<[string, Draft["body"]]>([
    ["nothing", {}],
    ["an empty list", { erased: [] }],
    ["something else than a list", { erased: "0/reason" }],
    ["a field with more keys", { erased: [{ entry: 0, field: "reason", why: "x" }] }],
    ["an entry that is text", { erased: [{ entry: "0", field: "reason" }] }],
    ["a later entry", { erased: [{ entry: 2, field: "reason" }] }],
    ["itself", { erased: [{ entry: 1, field: "reason" }] }],
    ["a negative entry", { erased: [{ entry: -1, field: "reason" }] }],
    ["the same field twice", { erased: [0, 0].map((entry) => ({ entry, field: "reason" })) }],
  ])("not %s", async (_, body) => {
    const first = { kind: "reads", body: {} };
    const drafts = [first, { kind: "erasure", body }, first];
    expect(brief(await verify({ drafts }))).toBe("bad-entry 1");
  });

  test("not a field that the entry does not have", async () => {
    const erased = [{ entry: 0, field: "reason" }];
    const drafts = [
      { kind: "reads", body: {} },
      { kind: "erasure", body: { erased } },
    ];
    expect(brief(await verify({ drafts }))).toBe("wrong-erasure 0");
  });
});

describe("a bad verdict", () => {
  test("is one sentence: what, where, and that nothing was believed", async () => {
    const text = textOf(SAMPLE).replace(
      '"partner":"birch"},"id":"00000000-0000-4000-8000-000000000003"',
      '"partner":"alder"},"id":"00000000-0000-4000-8000-000000000003"',
    );
    const verdict = await verifyLedger(
      new TextEncoder().encode(text),
      { policy: POLICY },
      "a.export",
    );
    expect(verdict).toEqual({
      answer: "bad",
      code: "wrong-entry",
      index: 3,
      covered: 3,
      message:
        "a.export line 20, entry 3: it does not hash to its leaf; nothing of it was believed",
    } satisfies Bad);
  });

  test.each([
    ["nothing", ""],
    ["a newline", "\n"],
    ["a note", "hello\n\n— a AAAAAAAA\n"],
    ["a JSON file", "{}\n"],
    ["zeros", "\0".repeat(10_000)],
    ["the format's name alone", "caveat-ledger-export@v1\n"],
    ["a later version", textOf(SAMPLE).replace("@v1", "@v2")],
    ["Windows line ends", textOf(SAMPLE).replaceAll("\n", "\r\n")],
    ["a byte order mark", `\ufeff${textOf(SAMPLE)}`],
  ])("answers %s", async (_, text) => {
    const verdict = await verifyText(text);
    expect(verdict).toMatchObject({ answer: "bad", index: 0, covered: 0 });
  });

  test("answers a file without newlines before it has filled the memory", async () => {
    function* endless(): Generator<Uint8Array> {
      for (;;) yield new Uint8Array(65_536).fill(48);
    }
    expect(brief(await verifyLedger(endless(), { policy: POLICY }))).toBe("too-large 0");
  });

  test("answers a checkpoint that never ends", async () => {
    const head = exported({ drafts: [] }).bytes;
    const start = Buffer.concat([
      head.subarray(0, Buffer.from(head).indexOf("checkpoint\n")),
      Buffer.from("checkpoint\n"),
    ]);
    function* endless(): Generator<Uint8Array> {
      yield start;
      for (;;) yield Buffer.from("line\n".repeat(10_000));
    }
    expect(brief(await verifyLedger(endless(), { policy: POLICY }))).toBe("too-large 0");
  });
});
