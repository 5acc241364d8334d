import { IEP_ACTION_LEVELS, type FactName } from "../facts/fact.ts";
import type { Json, JsonObject } from "../item.ts";
import { isDay } from "../day.ts";
import { fold } from "./fold.ts";
import { sayUnreadable, type MarkingSays } from "./says.ts";
import { TLP } from "./tlp.ts";

/** The extension of the OASIS common objects that carries IEP 2.0. */
export const IEP_EXTENSION = "extension-definition--762e2e97-ee51-43e5-a9ea-165fbb862c4a";

interface Field {
  readonly fact: FactName;
  /** A value as written, lower case with "-" between words, and what it is as a claim. */
  readonly values: ReadonlyMap<string, string>;
}

const TLP_FIELD: Field = { fact: "tlp", values: TLP.levels };
const ATTRIBUTION: Field = { fact: "iepAttribution", values: same("must", "may", "must-not") };

/** Statements with a fixed vocabulary. Source: FIRST IEP 2.0; the longer names are those of IEP 1. */
const LEVEL_FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ["permitted_actions", { fact: "iepActions", values: same(...IEP_ACTION_LEVELS) }],
  ["encrypt_in_transit", { fact: "iepEncrypt", values: same("may", "must") }],
  ["affected_party_notifications", { fact: "iepNotify", values: same("may", "must-not") }],
  ["unmodified_resale", { fact: "iepResale", values: same("may", "must-not") }],
  ["attribution", ATTRIBUTION],
  ["provider_attribution", ATTRIBUTION],
  ["tlp", TLP_FIELD],
  ["traffic_light_protocol", TLP_FIELD],
]);

/** What IEP 1 could demand and IEP 2.0 cannot: kept as a dissemination control. */
const IEP1_FIELDS: ReadonlyMap<string, { readonly value: string; readonly control: string }> =
  new Map([
    ["commercial_use", { value: "must-not", control: "no-commercial-use" }],
    ["encrypt_at_rest", { value: "must", control: "encrypt-at-rest" }],
    ["obfuscate_affected_parties", { value: "must", control: "obfuscate-affected-parties" }],
  ]);

const DATES: ReadonlyMap<string, "iepStart" | "iepEnd"> = new Map([
  ["start_date", "iepStart"],
  ["policy_start_date", "iepStart"],
  ["end_date", "iepEnd"],
  ["policy_end_date", "iepEnd"],
]);

/** Statements that describe the policy and restrict nothing. */
const DESCRIPTIVE = new Set(
  "id name description reference version external_reference extension_type iep_id policy_id policy_name policy_reference".split(
    " ",
  ),
);

/** IEP 2.0 §3 requires these of every policy; the first of two names is the one of 2.0. */
const REQUIRED: readonly (readonly string[])[] = [
  ["permitted_actions"],
  ["encrypt_in_transit"],
  ["affected_party_notifications"],
  ["attribution", "provider_attribution"],
  ["unmodified_resale"],
  ["tlp", "traffic_light_protocol"],
];

/**
 * What an IEP policy object says: its actions, encryption, attribution, notifications, resale, TLP
 * and dates. Names and values of IEP 1 and 2.0 are read. A value that is not understood, and a
 * required statement that is missing, is "unreadable".
 */
export function readIepPolicy(policy: JsonObject): MarkingSays[] {
  const names = new Set(Object.keys(policy).map(toName));
  const missing = REQUIRED.filter((one) => !one.some((name) => names.has(name)));
  return [
    ...Object.entries(policy).flatMap(([name, value]) => readIepStatement(name, value)),
    ...missing.flatMap(([name = ""]) =>
      sayUnreadable(`IEP ${name}`, `the IEP policy does not say ${name}`, ...factOf(name)),
    ),
  ];
}

/** What one statement of an IEP policy says; [] for one that describes and does not restrict. */
export function readIepStatement(name: string, value: Json): MarkingSays[] {
  const key = toName(name);
  const text = typeof value === "string" ? toValue(value) : undefined;
  const written = `IEP ${name}=${typeof value === "string" ? value : JSON.stringify(value)}`;
  const field = LEVEL_FIELDS.get(key);
  if (field !== undefined) {
    const level = text === undefined ? undefined : field.values.get(text);
    if (level === undefined)
      return sayUnreadable(written, `${key} is not an IEP value`, field.fact);
    return [{ fact: field.fact, value: level, says: `IEP ${key}` }];
  }
  const date = DATES.get(key);
  if (date !== undefined) return readDate(date, value, written);
  const control = IEP1_FIELDS.get(key);
  if (control !== undefined) return readIep1(control, text, written);
  if (DESCRIPTIVE.has(key)) return [];
  if (key === "iep_version" && isVersion(value)) return [];
  return sayUnreadable(written, "not a statement of IEP 1 or 2.0");
}

function readDate(fact: "iepStart" | "iepEnd", value: Json, written: string): MarkingSays[] {
  const text = typeof value === "string" ? fold(value) : "";
  if (fact === "iepEnd" && (value === null || text === "null")) return [];
  if (!isUtc(text)) return sayUnreadable(written, "not a UTC date that exists");
  return [
    { fact, value: text.toUpperCase(), says: `IEP ${fact === "iepStart" ? "start" : "end"} date` },
  ];
}

function readIep1(
  field: { readonly value: string; readonly control: string },
  text: string | undefined,
  written: string,
): MarkingSays[] {
  if (text !== "must" && text !== "may" && text !== "must-not") {
    return sayUnreadable(written, "not an IEP value");
  }
  return text === field.value
    ? [{ fact: "dissemination", value: field.control, says: "IEP 1 statement" }]
    : [];
}

/** The STIX extension gives the version as a number, the policy file and the tag as text. */
function isVersion(value: Json): boolean {
  return typeof value === "string" ? /^ ?[12](?:\.0)? ?$/.test(value) : value === 1 || value === 2;
}

/** A day, or an RFC 3339 time in UTC, that exists. */
function isUtc(text: string): boolean {
  const time = text.slice(10);
  return (
    isDay(text.slice(0, 10)) &&
    (time === "" || /^[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,9})?[Zz]$/.test(time))
  );
}

function toName(name: string): string {
  return fold(name).toLowerCase().replace(/[ -]/g, "_");
}

function toValue(value: string): string {
  return fold(value).toLowerCase().replace(/[ _]/g, "-");
}

function factOf(name: string): FactName[] {
  const fact = LEVEL_FIELDS.get(name)?.fact;
  return fact === undefined ? [] : [fact];
}

function same(...values: readonly string[]): ReadonlyMap<string, string> {
  return new Map(values.map((value) => [value, value]));
}
