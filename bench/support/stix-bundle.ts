import type { JsonObject } from "../../app/src/core/item.ts";

/** The own service, two whose parts may be passed on, and one whose may not. */
export const MAKERS = {
  own: "Meridian Service",
  others: ["Kestrel Sharing Group", "Halden Team"],
  closed: "Bureau Norrvik",
} as const;
const NAMES: readonly string[] = [MAKERS.own, ...MAKERS.others, MAKERS.closed];

/**
 * A bundle of so many objects as a service shares them: indicators of its own and of three contributors
 * for domains, addresses and files, malware, infrastructure, persons, sightings and what relates them,
 * each with its creator and a TLP marking, most with a tag, a link into a report and some sentences. The
 * same for the same count.
 */
export function stixBundle(count: number): JsonObject {
  const objects: JsonObject[] = NAMES.map((name, n) => ({
    ...objectOf("identity", n, n),
    name,
    identity_class: "organization",
  }));
  const sheet = new Sheet();
  while (objects.length < count) {
    const type = typeOf(objects.length);
    const made = MAKE[type](sheet.turn(objects.length));
    objects.push(made);
    sheet.keep(type, made);
  }
  return { type: "bundle", id: idOf("bundle", 0), objects };
}

type Type =
  | "indicator"
  | "url"
  | "domain-name"
  | "ipv4-addr"
  | "file"
  | "infrastructure"
  | "malware"
  | "threat-actor"
  | "identity"
  | "report"
  | "sighting"
  | "relationship";

const MAKE: Readonly<Record<Type, (on: Sheet) => JsonObject>> = {
  indicator: (on: Sheet) => ({
    ...on.described("indicator"),
    name: `${on.word()} ${on.host}`,
    pattern_type: "stix",
    pattern: on.one([
      `[domain-name:value = '${on.host}']`,
      `[url:value = '${on.url}']`,
      `[ipv4-addr:value = '${on.address}']`,
      `[file:hashes.'SHA-256' = '${on.sha256()}']`,
    ]),
    valid_from: "2026-03-02T09:30:00.000Z",
  }),
  url: (on: Sheet) => ({ ...observable("url", on), value: on.url }),
  "domain-name": (on: Sheet) => ({ ...observable("domain-name", on), value: on.host }),
  "ipv4-addr": (on: Sheet) => ({ ...observable("ipv4-addr", on), value: on.address }),
  file: (on: Sheet) => ({
    ...observable("file", on),
    name: `${on.word()}.exe`,
    hashes: { "SHA-256": on.sha256() },
  }),
  infrastructure: (on: Sheet) => ({ ...on.described("infrastructure"), name: on.codename() }),
  malware: (on: Sheet) => ({ ...on.described("malware"), name: on.codename(), is_family: true }),
  "threat-actor": (on: Sheet) => ({ ...on.described("threat-actor"), name: on.codename() }),
  identity: (on: Sheet) => ({
    ...objectOf("identity", on.n, on.below(NAMES.length)),
    name: on.person(),
    identity_class: "individual",
  }),
  report: (on: Sheet) => ({
    ...on.described("report"),
    name: on.words(4),
    published: "2026-03-03T08:00:00.000Z",
    object_refs: [on.ref(), on.ref(), on.ref(), on.ref()],
  }),
  sighting: (on: Sheet) => ({
    ...objectOf("sighting", on.n, on.below(NAMES.length)),
    sighting_of_ref: on.ref("indicator"),
    count: 1 + on.below(9),
  }),
  relationship: (on: Sheet) => ({
    ...objectOf("relationship", on.n, on.below(NAMES.length)),
    relationship_type: "related-to",
    source_ref: on.ref(),
    target_ref: on.ref(),
  }),
};

/** Of a hundred objects so many of each type; the rest are relationships. */
const MIX: readonly (readonly [Type, number])[] = [
  ["indicator", 30],
  ["url", 8],
  ["domain-name", 6],
  ["ipv4-addr", 6],
  ["file", 4],
  ["infrastructure", 6],
  ["malware", 6],
  ["threat-actor", 2],
  ["identity", 2],
  ["report", 2],
  ["sighting", 2],
];

function typeOf(n: number): Type {
  let left = (n * 37) % 100;
  for (const [type, count] of MIX) {
    if (left < count) return type;
    left -= count;
  }
  return "relationship";
}

/** What the object that is being made is about. */
class Sheet {
  n = 0;
  host = "";
  url = "";
  address = "";
  readonly #ids: string[] = [];
  readonly #indicators: string[] = [];
  #seed = 1;

  turn(n: number): this {
    this.n = n;
    this.host = `${this.word()}-${this.word()}${n}.example`;
    this.url = `https://${this.host}/${this.word()}/${this.below(1e6)}.php?id=${this.word()}`;
    this.address = `203.${this.below(256)}.${this.below(256)}.${this.below(256)}`;
    return this;
  }

  keep(type: Type, { id }: JsonObject): void {
    if (type === "relationship" || type === "sighting" || type === "report") return;
    if (typeof id !== "string") return;
    this.#ids.push(id);
    if (type === "indicator") this.#indicators.push(id);
  }

  /** From 0, below a limit: the same each time (Numerical Recipes, second edition, section 7.1). */
  below(limit: number): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#seed / 2 ** 32) * limit);
  }

  one(list: readonly string[]): string {
    return list[this.below(list.length)] ?? "";
  }

  ref(of?: "indicator"): string {
    return this.one(of === undefined ? this.#ids : this.#indicators) || idOf("identity", 0);
  }

  word(): string {
    return this.one(STARTS) + this.one(ENDS);
  }

  words(count: number): string {
    return Array.from({ length: count }, () => this.word()).join(" ");
  }

  codename(): string {
    return `Operation ${this.word()} ${this.word()} ${this.n}`;
  }

  person(): string {
    return `${this.one(GIVEN)} ${this.one(FAMILY)}${this.one(ENDS)}`;
  }

  sha256(): string {
    const part = (): string =>
      this.below(2 ** 32)
        .toString(16)
        .padStart(8, "0");
    return Array.from({ length: 8 }, part).join("");
  }

  described(type: Type): JsonObject {
    const report = `https://${this.word()}.example/reports/2026/${this.n}/${this.word()}`;
    return {
      ...objectOf(type, this.n, this.below(NAMES.length)),
      description: `${this.words(12 + this.below(30))} near ${this.host}, ${this.words(5)}.`,
      labels: [this.one(["apt", "crime", "campaign:spring", "botnet"])],
      external_references: [
        { source_name: "report", url: report, external_id: `REP-2026-${this.n}-${this.word()}` },
      ],
    };
  }
}

const STARTS = ["al", "bren", "cor", "dra", "el", "fen", "gor", "hal", "in", "jor", "kel", "lor"];
const ENDS = ["an", "bor", "cut", "dan", "er", "fold", "gate", "ing", "ka", "lith", "mer", "nor"];
const GIVEN = ["Ada", "Bram", "Carla", "Dirk", "Elin", "Femke", "Gerard", "Hanna", "Ines", "Joost"];
const FAMILY = ["Velt", "Brons", "Haver", "Klei", "Rijs", "Stram", "Wester", "Zand"];
const MARKINGS = ["55d920b0-5e8b-4f79-9ee9-91f868d9b421", "bab4a63c-aed9-4cf5-a766-dfca5abac2bb"];
const RED = "e828b379-4e03-4974-9ac4-e53a884c97c1";

/** One in twenty is marked TLP:RED, the others AMBER or GREEN. */
function objectOf(type: Type, n: number, maker: number): JsonObject {
  const uuid = n % 20 === 9 ? RED : (MARKINGS[n % 2] ?? RED);
  return {
    type,
    spec_version: "2.1",
    id: idOf(type, n),
    created_by_ref: idOf("identity", maker),
    created: "2026-03-01T10:20:30.400Z",
    modified: "2026-03-04T11:21:31.401Z",
    object_marking_refs: [`marking-definition--${uuid}`],
  };
}

function observable(type: Type, { n }: Sheet): JsonObject {
  return { type, spec_version: "2.1", id: idOf(type, n) };
}

/** A UUID that looks as random as a real one, the same for the same number. */
function idOf(type: Type | "bundle", n: number): string {
  const hex = [1, 2, 3, 4]
    .map((part) =>
      mixed(n * 4 + part)
        .toString(16)
        .padStart(8, "0"),
    )
    .join("");
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return `${type}--${[...groups, hex.slice(20)].join("-")}`;
}

/** Another number of 32 bits for each. Source: MurmurHash3 by A. Appleby, the last step. */
function mixed(number: number): number {
  let mix = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
