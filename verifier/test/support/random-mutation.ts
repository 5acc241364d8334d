import { joined, linesOf } from "./mutate.ts";
import type { Random } from "./random.ts";

type Mutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

/**
 * Some random change of the bytes. `other` is a file of the same kind, good in itself and by the same
 * signers, from which lines may be taken. The result may happen to be the same bytes.
 */
export function mutated(bytes: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  return random.pick(MUTATIONS)(bytes, random, other);
}

const MUTATIONS: readonly [Mutation, ...Mutation[]] = [
  function flipBits(bytes, random) {
    const copy = bytes.slice();
    for (let left = 1 + random.below(3); left > 0; left -= 1) {
      const at = random.below(copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
    }
    return copy;
  },
  function changeLetter(bytes, random) {
    const copy = bytes.slice();
    copy[random.below(copy.length)] = random.pick([32, 10, 13, 9, 0, 48, 49, 65, 34, 45, 255]);
    return copy;
  },
  function insertBytes(bytes, random) {
    return spliced(bytes, random.below(bytes.length + 1), 0, random.bytes(1 + random.below(8)));
  },
  function deleteBytes(bytes, random) {
    return spliced(bytes, random.below(bytes.length), 1 + random.below(80), new Uint8Array(0));
  },
  function repeatBytes(bytes, random) {
    const from = random.below(bytes.length);
    const part = bytes.subarray(from, from + 1 + random.below(200));
    return spliced(bytes, random.below(bytes.length + 1), 0, part);
  },
  function cut(bytes, random) {
    return bytes.slice(0, random.below(bytes.length));
  },
  function deleteLines(bytes, random) {
    const lines = linesOf(bytes);
    return joined(lines.toSpliced(random.below(lines.length), 1 + random.below(4)));
  },
  function moveLines(bytes, random) {
    const lines = linesOf(bytes);
    const [from, count] = [random.below(lines.length), 1 + random.below(10)];
    const rest = lines.toSpliced(from, count);
    const to = random.below(rest.length + 1);
    return joined(rest.toSpliced(to, 0, ...lines.slice(from, from + count)));
  },
  function repeatLines(bytes, random) {
    const lines = linesOf(bytes);
    const from = random.below(lines.length);
    const part = lines.slice(from, from + 1 + random.below(10));
    return joined(lines.toSpliced(random.below(lines.length + 1), 0, ...part));
  },
  function takeLinesOfOther(bytes, random, other) {
    const lines = linesOf(bytes);
    const from = random.below(lines.length);
    const count = 1 + random.below(lines.length - from);
    return joined(lines.toSpliced(from, count, ...linesOf(other).slice(from, from + count)));
  },
];

function spliced(bytes: Uint8Array, at: number, remove: number, add: Uint8Array): Uint8Array {
  const end = bytes.subarray(Math.min(at + remove, bytes.length));
  return new Uint8Array(Buffer.concat([bytes.subarray(0, at), add, end]));
}
