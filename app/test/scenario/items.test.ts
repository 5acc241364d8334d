import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import type { SiteFile } from "../../src/core/case.ts";
import type { Item } from "../../src/core/item.ts";
import type { ScenarioFile } from "../../src/core/scenario.ts";
import { LOWLAND, lowlandPorts, PATIENCE } from "./lowland.ts";

const FILES = readdirSync(`${LOWLAND}/items`).toSorted();

let scenario: ScenarioFile;
let site: SiteFile;
let items: readonly Item[];

beforeAll(async () => {
  const { cases, items: reader } = lowlandPorts();
  scenario = await cases.readScenario(`${LOWLAND}/requests.yaml`);
  site = await cases.readSite(`${LOWLAND}/site.yaml`);
  items = await Promise.all(FILES.map((file) => reader.readItem(`${LOWLAND}/items/${file}`)));
}, PATIENCE);

function textOf(file: string): string {
  const bytes = readFileSync(`${LOWLAND}/items/${file}`);
  return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("latin1");
}

test("every item file is on the register, and every one on the register is there", () => {
  expect(scenario.items.map((one) => one.file).toSorted()).toEqual(FILES.map((f) => `items/${f}`));
});

test("every format that Caveat reads is there", () => {
  const formats = "csaf csv email markdown misp pdf stix-2.0 stix-2.1 text".split(" ");
  expect([...new Set(items.map((one) => one.format))].toSorted()).toEqual(formats);
  const starts = FILES.filter((file) => file.includes(".misp-")).map(textOf);
  const wrapped = [/^\{\s*"response"/, /^\{\s*"Event"/, /^\{\s*"id"/];
  expect(wrapped.map((start) => starts.some((text) => start.test(text)))).toEqual([
    true,
    true,
    true,
  ]);
});

test("the page that explains the scenario names nothing that is not in it", () => {
  const page = readFileSync(`${LOWLAND}/../../docs/explanation/scenario.md`, "utf8");
  const named = [...page.matchAll(/`([a-z]+(?:-[a-z]+)*)`/g)].map(([, id = ""]) => id);
  const { items: register, requests } = scenario;
  const known = [register, requests, site.partners, site.groups].flatMap((list) =>
    list.map((one) => one.id),
  );
  const unknown = named.filter((id) => !known.includes(id));
  expect(new Set(unknown)).toEqual(new Set(["release", "withhold"]));
  expect(page).toContain("nineteen items");
  expect(register.length).toBe(19);
});

test("nothing about them is odd enough for a note", () => {
  expect(items.flatMap((one) => one.notes.map((note) => [one.name, note.says]))).toEqual([]);
});

describe("nobody real is in it", () => {
  test.each(FILES)("%s holds documentation addresses and numbers only", (file) => {
    const text = textOf(file);
    const addresses = text.match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? [];
    const documented = /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\./;
    expect(addresses.filter((one) => !documented.test(one))).toEqual([]);
    const hosts = text.match(/\b(?:[a-z0-9-]+\.)+(?:org|com|net|nl|ru|eu|io)\b/g) ?? [];
    const reserved = /(?:^|\.)example\.(?:org|com|net)$|^www\.first\.org$/;
    expect(hosts.filter((one) => !reserved.test(one))).toEqual([]);
    const phones = text.match(/\+\d[\d ]{8,}/g) ?? [];
    expect(phones.filter((one) => !one.includes(" 555 01"))).toEqual([]);
  });

  test("partners have country codes that ISO leaves to users", () => {
    const countries = site.partners.flatMap((one) => one.country ?? []);
    expect(countries.filter((code) => !/^X[A-Z]$/.test(code))).toEqual([]);
  });
});
