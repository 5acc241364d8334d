import type { SignedCheckpoint, Witnessed } from "../src/index.ts";
import { count, layOut } from "./answer.ts";
import type { Answer, Row } from "./answer.ts";
import { printable } from "./printable.ts";
import { EXIT } from "./terminal.ts";

/** The last second that a Date can hold (ECMA-262, Time Values and Time Range). */
const LAST_SECOND = 8_640_000_000_000;

/** The answer to a checkpoint that satisfies the policy. */
export function checkpointAnswer(checkpoint: SignedCheckpoint): Answer {
  const { origin, size } = checkpoint;
  const what = `a checkpoint of ${printable(origin)} over ${count(size, "entry", "entries")}`;
  return {
    exit: EXIT.good,
    text: layOut(`good: ${what}, and it satisfies the policy.`, checkpointRows(checkpoint)),
    json: { answer: "good", ...checkpointJson(checkpoint) },
  };
}

/** Root and signers of a checkpoint, for a person. */
export function checkpointRows({ root, signers, witnesses }: SignedCheckpoint): Row[] {
  const by = witnesses.map(({ name, time }) => `${printable(name)} at ${timeOf(time)}`);
  return [
    ["root", base64(root)],
    ["signed by", signers.map(printable).join(", ")],
    [
      "witnessed by",
      by.length > 0 ? by.join(", ") : "nobody the policy names, and it asks for none",
    ],
  ];
}

/** A checkpoint as a JSON object: the root in base64, times in POSIX seconds. */
export function checkpointJson(checkpoint: SignedCheckpoint): CheckpointJson {
  const { origin, size, root, signers, witnesses } = checkpoint;
  return { origin, size, root: base64(root), signers, witnesses };
}

interface CheckpointJson {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly signers: readonly string[];
  readonly witnesses: readonly Witnessed[];
}

function timeOf(second: number): string {
  if (second > LAST_SECOND) return `second ${second} after 1970`;
  return new Date(second * 1000).toISOString().replace(".000Z", "Z");
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
