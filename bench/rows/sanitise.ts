import { createHmac } from "node:crypto";
import type { CopyFor } from "../../app/src/core/release/copy.ts";
import type { SanitisePlan } from "../../app/src/core/release/plan.ts";
import { makeCopy } from "../../app/src/formats/copy/make-copy.ts";
import { residueOfCopy } from "../../app/src/formats/copy/residue-of-copy.ts";
import { DEFAULT_LIMITS } from "../../app/src/formats/limits.ts";
import type { Row } from "../measure/row.ts";
import { ms, quantile } from "../measure/time.ts";
import { MAKERS, stixBundle } from "../support/stix-bundle.ts";

const OBJECTS = 5_000;
const MOST = 1_000;
/** For how the cost of one object grows: a tenth of them, and four times as many. */
const FEW = 500;
const MANY = 20_000;
/** One object of the many may cost this much more than one of the 5,000. */
const MOST_GROWTH = 1.5;
/** Before anything is measured: a desk runs for weeks, and its code is compiled in its first minutes. */
const WARM_UP = 4;
const ROUNDS = 5;
const FEWER_ROUNDS = 1;

const OWN: CopyFor["own"] = {
  stixIdentity: "identity--0a0a0a0a-2222-4222-8222-222222222222",
  organisation: "0a0a0a0a-1111-4111-8111-111111111111",
  name: MAKERS.own,
  aliases: ["Meridian Cyber Unit", "misp.meridian.example"],
  country: "NL",
};
/** What is marked too high, one contributor's parts, persons, own nationals by name, and sources go. */
const PLAN: SanitisePlan = {
  name: "partners in the region",
  steps: [
    { step: "honour-markings", most: "TLP:AMBER" },
    { step: "cut-originators", originators: [MAKERS.closed] },
    { step: "remove-own-nationals", names: ["Ada Veltan", "Dirk Bronser"] },
    { step: "remove-persons" },
    { step: "remove-sources", names: [...MAKERS.others] },
  ],
};

/**
 * A STIX bundle of 5,000 objects from bytes to checked bytes, as the desk prepares a copy: read, sanitised
 * by a plan of five steps, written, and searched for all that was removed. Its bound is on the clock, once its
 * code is compiled; beside it stands processor time of all threads of this process.
 */
export async function sanitise(): Promise<readonly Row[]> {
  const bytes = bytesOf(OBJECTS);
  for (let round = 0; round < WARM_UP; round++) await spend(bytes);
  const rounds: Spent[] = [];
  const plain: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    plain.push(plainly(bytes));
    rounds.push(await spend(bytes));
  }
  const usual = middle(rounds.map(({ cpu }) => cpu));
  return [
    mainRow(bytes, rounds, middle(plain)),
    growthRow(usual, await usualOf(FEW, ROUNDS), await usualOf(MANY, FEWER_ROUNDS)),
  ];
}

/** Milliseconds of processor: making the copy, checking it, and both; and both by the clock. */
interface Spent {
  readonly copying: number;
  readonly checking: number;
  readonly cpu: number;
  readonly elapsed: number;
  /** Objects of the copy, and what was looked for in it. */
  readonly leaving: number;
  readonly sought: number;
  readonly found: number;
}

async function spend(bytes: Uint8Array): Promise<Spent> {
  const start = performance.now();
  let before = process.cpuUsage();
  const to = copyFor();
  const copy = await makeCopy(bytes, "bundle.json", PLAN, to, "taxii", { limits: DEFAULT_LIMITS });
  const copying = cpuSince(before);
  before = process.cpuUsage();
  const residues = await residueOfCopy(copy, { allowed: [OWN.name, to.at] });
  const checking = cpuSince(before);
  const elapsed = performance.now() - start;
  const leaving = copy.objects.length;
  const sought = copy.removed.length + (copy.parted?.length ?? 0);
  const found = residues.length;
  return { copying, checking, cpu: copying + checking, elapsed, leaving, sought, found };
}

/** What a program that only passes the bundle on does with it. */
function plainly(bytes: Uint8Array): number {
  const before = process.cpuUsage();
  Buffer.from(JSON.stringify(JSON.parse(new TextDecoder().decode(bytes))));
  return cpuSince(before);
}

async function usualOf(objects: number, rounds: number): Promise<number> {
  const bytes = bytesOf(objects);
  const all: number[] = [];
  for (let round = 0; round < rounds; round++) all.push((await spend(bytes)).cpu);
  return middle(all);
}

function bytesOf(objects: number): Uint8Array {
  return Buffer.from(JSON.stringify(stixBundle(objects)));
}

function mainRow(bytes: Uint8Array, rounds: readonly Spent[], plain: number): Row {
  const usual = middle(rounds.map(({ cpu }) => cpu));
  const copying = middle(rounds.map((one) => one.copying));
  const checking = middle(rounds.map((one) => one.checking));
  const elapsed = rounds.map((one) => one.elapsed);
  const best = Math.min(...elapsed);
  const [{ leaving, sought, found } = { leaving: 0, sought: 0, found: 0 }] = rounds;
  return {
    what: `sanitise and check a bundle of ${count(OBJECTS)} objects, ${(bytes.length / 1e6).toFixed(1)} MB`,
    measured: `${ms(usual)} of processor (${ms(copying)} for the copy of ${count(leaving)} objects, ${ms(checking)} to look for ${count(sought)} that were removed, ${found} found); by the clock ${ms(best)} at best, ${ms(middle(elapsed))} in the median`,
    beside: `JSON.parse and JSON.stringify of the same bundle ${ms(plain)}: ${(usual / plain).toFixed(0)} ×`,
    bound: `≤ ${MOST / 1000} s`,
    holds: best <= MOST,
    boundedBy:
      "one scan of every text for all words of the plan, and of what may be encoded in it; then all bytes of the copy are decoded in every guise; an index over the letters of all that was removed, and the digests of each",
  };
}

function growthRow(usual: number, few: number, many: number): Row {
  const each = usual / OBJECTS;
  const growth = many / MANY / each;
  return {
    what: `the same for ${count(MANY)} objects`,
    measured: `${ms(many)} of processor, ${ms(many / MANY)} an object`,
    beside: `${growth.toFixed(2)} × an object of ${count(OBJECTS)} (${ms(each)}); for ${count(FEW)} ${ms(few)}, ${(few / FEW / each).toFixed(2)} ×`,
    bound: `≤ ${MOST_GROWTH} ×`,
    holds: growth <= MOST_GROWTH,
    boundedBy:
      "the cost follows the bytes and the letters of what was removed; the index outgrows the processor's caches",
  };
}

function copyFor(): CopyFor {
  const at = "2026-11-26T12:00:00.000Z";
  return { partner: "alder", own: OWN, at, caveats: CAVEATS, uuidFor };
}

const CAVEATS: CopyFor["caveats"] = [
  { id: "tlp", says: "Handle this as TLP:AMBER+STRICT (TLP 2.0).", label: "TLP:AMBER+STRICT" },
  { id: "onward-ban", says: "Do not pass this on, whole or in part, without our permission." },
];

function uuidFor(part: string): string {
  const hash = createHmac("sha256", "alder").update(part).digest("hex");
  const groups = [hash.slice(0, 8), hash.slice(8, 12), `4${hash.slice(13, 16)}`];
  return [...groups, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join("-");
}

function middle(all: readonly number[]): number {
  return quantile(all, 0.5);
}

/** Milliseconds of all threads of this process. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function count(number: number): string {
  return number.toLocaleString("en");
}
