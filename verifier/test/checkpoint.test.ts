import { describe, expect, test } from "vitest";
import {
  COSIGNATURE,
  formatCheckpoint,
  meetsQuorum,
  parseCheckpoint,
  parsePolicy,
  verifyCheckpoint,
} from "../src/index.ts";
import { codeOf, codeOfAsync } from "./support/code.ts";
import { bitFlips, lineEdits, lineSwaps, truncations } from "./support/mutate.ts";
import { LOG, ORIGIN, POLICY, TREE, WITNESS, policyOf } from "./support/sample-ledger.ts";
import { signedCheckpoint, signedNote, signerOf } from "./support/sign.ts";
import { vectors } from "./support/vectors.ts";

interface CheckpointCase {
  readonly says: string;
  readonly text: string;
  readonly origin?: string;
  readonly size?: number;
  readonly refused?: string;
}

interface PolicyCase {
  readonly says: string;
  readonly text: string;
  readonly met?: readonly (readonly string[])[];
  readonly unmet?: readonly (readonly string[])[];
  readonly refused?: string;
}

const CHECKPOINTS = vectors<CheckpointCase[]>("note/checkpoints.json");
const POLICIES = vectors<PolicyCase[]>("note/policies.json");
const HEAD = { origin: ORIGIN, size: 5, root: TREE.leaf(Uint8Array.of(5)) };
const GOOD = signedCheckpoint(HEAD, LOG, WITNESS);

describe("the text of a checkpoint", () => {
  test.each(CHECKPOINTS.filter(({ refused }) => refused === undefined))("$says", (item) => {
    const checkpoint = parseCheckpoint(item.text);
    expect([checkpoint.origin, checkpoint.size]).toEqual([item.origin, item.size]);
    expect(checkpoint.root.length).toBe(32);
    expect(formatCheckpoint(checkpoint)).toBe(item.text);
  });

  test.each(CHECKPOINTS.filter(({ refused }) => refused !== undefined))(
    "refused: $says",
    (item) => {
      expect(codeOf(() => parseCheckpoint(item.text))).toBe(item.refused);
    },
  );
});

describe("policies", () => {
  test.each(POLICIES.filter(({ refused }) => refused === undefined))("$says", (item) => {
    const policy = policyOf(item.text);
    for (const names of item.met ?? []) {
      expect(meetsQuorum(policy, new Set(names)), names.join()).toBe(true);
    }
    for (const names of item.unmet ?? []) {
      expect(meetsQuorum(policy, new Set(names)), names.join()).toBe(false);
    }
  });

  test.each(POLICIES.filter(({ refused }) => refused !== undefined))("refused: $says", (item) => {
    expect(codeOf(() => policyOf(item.text))).toBe(item.refused);
  });

  test("names are octets: those that are not UTF-8 are names too", () => {
    const text = `witness K\u0080 ${WITNESS.vkey}\nquorum K\u0080\n`;
    const policy = parsePolicy(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
    expect(policy.quorum).toBe("K\u0080");
  });

  test("a key outside ASCII is read as UTF-8", () => {
    const log = signerOf("bücher.example/log");
    expect(policyOf(`log ${log.vkey}\nquorum none\n`).logs[0]?.name).toBe("bücher.example/log");
  });

  test("a refusal names the line", () => {
    expect(() => policyOf("# none\nquorum nobody\n")).toThrow(
      "policy line 2: the quorum nobody is not defined above it; nothing of it was believed",
    );
  });
});

describe("a checkpoint under a policy", () => {
  test("says who signed it and which witnesses vouch for it", async () => {
    const checkpoint = await verifyCheckpoint(GOOD, POLICY);
    expect(checkpoint.size).toBe(5);
    expect(checkpoint.signers).toEqual([`${ORIGIN}+${LOG.key.id}`]);
    expect(checkpoint.witnesses).toEqual([{ name: "w1", time: 1_700_000_000 }]);
  });

  const stranger = signerOf("stranger.example/log");
  const second = signerOf("oversight.example/w2", COSIGNATURE);
  const both = policyOf(
    `log ${LOG.vkey}\nwitness w1 ${WITNESS.vkey}\nwitness w2 ${second.vkey}\ngroup g all w1 w2\nquorum g\n`,
  );

  test.each([
    [
      "without the log's signature",
      signedCheckpoint(HEAD, WITNESS),
      POLICY,
      "no-trusted-signature",
    ],
    ["signed by a stranger", signedCheckpoint(HEAD, stranger), POLICY, "no-trusted-signature"],
    ["without the witness", signedCheckpoint(HEAD, LOG), POLICY, "no-quorum"],
    [
      "with one witness of two, twice",
      signedCheckpoint(HEAD, LOG, WITNESS, WITNESS),
      both,
      "no-quorum",
    ],
    ["with a policy that knows no log", GOOD, policyOf("quorum none\n"), "no-trusted-signature"],
    [
      "that is a note of another kind",
      signedNote("hello\n", LOG, WITNESS),
      POLICY,
      "bad-checkpoint",
    ],
    [
      "of a log whose name the known key does not have",
      signedCheckpoint({ ...HEAD, origin: "other.example/log" }, LOG, WITNESS),
      POLICY,
      "no-trusted-signature",
    ],
  ])("refused: %s", async (_, bytes, policy, code) => {
    expect(await codeOfAsync(() => verifyCheckpoint(bytes, policy))).toBe(code);
  });

  test("of another log than the one asked about is refused, though the policy knows it", async () => {
    expect(await codeOfAsync(() => verifyCheckpoint(GOOD, POLICY, "other.example/log"))).toBe(
      "wrong-origin",
    );
  });

  test("of a policy with several logs, each answers for its own name only", async () => {
    const policy = policyOf(`log ${LOG.vkey}\nlog ${stranger.vkey}\nquorum none\n`);
    expect(
      await codeOfAsync(() => verifyCheckpoint(signedCheckpoint(HEAD, stranger), policy)),
    ).toBe("no-trusted-signature");
  });

  test("no bit of it can be changed", async () => {
    const passed: string[] = [];
    for (const { says, bytes } of bitFlips(GOOD)) {
      const code = await codeOfAsync(() => verifyCheckpoint(bytes, POLICY));
      if (code === "believed") passed.push(says);
    }
    expect(passed).toEqual([]);
  });

  test("no beginning of it passes, and no other order, number or repetition of lines but of signatures", async () => {
    const passed: string[] = [];
    for (const { says, bytes } of [...truncations(GOOD), ...lineSwaps(GOOD), ...lineEdits(GOOD)]) {
      const code = await codeOfAsync(() => verifyCheckpoint(bytes, POLICY));
      if (code === "believed") passed.push(says);
    }
    // The format leaves these free: the order of signatures, and one of them twice.
    expect(passed).toEqual([
      "lines 5 and 6 swapped",
      "line 5 put before line 5",
      "line 6 put before line 5",
      "line 5 put before line 6",
      "line 6 put before line 6",
      "line 5 put before line 7",
      "line 6 put before line 7",
    ]);
  });
});
