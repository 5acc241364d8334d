import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COUNTRY_ROWS } from "../../src/core/country-table.ts";
import { countryName, toCountry } from "../../src/core/country.ts";
import { describeWithData, sharedData } from "../shared-data.ts";

const rows = COUNTRY_ROWS.map((row) => row.split("|"));
const codes = rows.map(([alpha2 = ""]) => alpha2);

describe("toCountry", () => {
  test.each(vectors())("reads %j as %s", (text, country) => {
    expect(toCountry(text)).toBe(country === "-" ? undefined : country);
  });

  test("knows the 249 countries of ISO 3166-1, and Kosovo", () => {
    expect(codes).toHaveLength(250);
    expect(new Set(codes).size).toBe(250);
    expect(new Set(rows.map((row) => row[1])).size).toBe(250);
  });

  test("reads every code and name of its table as the country of its row", () => {
    const astray = rows.flatMap(([alpha2, ...texts]) =>
      texts.filter((text) => toCountry(text) !== alpha2 || toCountry(alpha2 ?? "") !== alpha2),
    );
    expect(astray).toEqual([]);
  });

  test("reads the English names that Unicode gives", () => {
    const names = new Intl.DisplayNames("en", { type: "region" });
    expect(codes.filter((code) => toCountry(names.of(code) ?? "") !== code)).toEqual([]);
  });

  test("does not mind case and surrounding white space", () => {
    fc.assert(
      fc.property(fc.constantFrom(...rows.flat()), fc.boolean(), (text, upper) => {
        const written = ` ${upper ? text.toUpperCase() : text.toLowerCase()}\t`;
        expect(toCountry(written)).toBe(toCountry(text));
      }),
    );
  });

  test("answers for any text with a country of its table or nothing", () => {
    const answers = new Set<string | undefined>([undefined, ...codes]);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(answers.has(toCountry(text))).toBe(true);
      }),
    );
  });

  test("does not look at a text longer than any name", () => {
    expect(toCountry(`${" ".repeat(1_000_000)}RU`)).toBeUndefined();
  });
});

describe("countryName", () => {
  test("gives the common English name, which reads as the same country", () => {
    expect(countryName("KP")).toBe("North Korea");
    expect(codes.filter((code) => toCountry(countryName(code)) !== code)).toEqual([]);
  });

  test("gives back a code it does not know", () => {
    expect(countryName("ZZ")).toBe("ZZ");
  });
});

describeWithData("toCountry on galaxies and OpenCTI", () => {
  test("decides every country of the country galaxy but the two that no longer exist", () => {
    const astray = cluster("country").filter(
      ({ value, meta }) => toCountry(value) !== meta?.["ISO"],
    );
    expect(astray.map(({ value }) => value)).toEqual([
      "serbia and montenegro",
      "netherlands antilles",
    ]);
  });

  test("decides every country a threat actor is attributed to", () => {
    expect(undecided("threat-actor", "country")).toEqual([""]);
    expect(undecided("microsoft-activity-group", "country")).toEqual([]);
    expect(undecided("tidal-groups", "country")).toEqual([]);
    expect(undecided("intelligence-agencies", "country", "country_name")).toEqual([]);
  });

  test("leaves of the suspected sponsors only the unknown one undecided, and agrees with country", () => {
    expect(undecided("threat-actor", "cfr-suspected-state-sponsor")).toEqual(["Unknown"]);
    const both = cluster("threat-actor").flatMap(({ value, meta }) => {
      const country = toCountry(text(meta?.["country"]));
      const sponsor = toCountry(text(meta?.["cfr-suspected-state-sponsor"]));
      return country === undefined || sponsor === undefined ? [] : [{ value, country, sponsor }];
    });
    expect(both.length).toBeGreaterThan(80);
    expect(both.filter(({ country, sponsor }) => country !== sponsor)).toEqual([]);
  });

  test("leaves regions and placeholders of the other galaxies undecided", () => {
    expect(undecided("360net", "country")).toEqual([
      "korea",
      "mideast",
      "namerica",
      "southeast",
      "trq",
    ]);
    expect(undecided("producer", "country")).toEqual(["EU", "Global", "XXX", "xxx"]);
  });

  test("decides every target but the Netherlands Antilles", () => {
    const targets = cluster("target-information").map(({ value }) => value);
    expect(targets.filter((value) => toCountry(value) === undefined)).toEqual([
      "Netherlands Antilles",
    ]);
  });

  test("reads the alpha-3 codes of OpenCTI as it reads their names, but for two that ISO lacks", () => {
    const countries = geography();
    expect(countries.length).toBeGreaterThan(240);
    const astray = countries.filter(
      ({ country, name }) =>
        toCountry(country) === undefined || toCountry(country) !== toCountry(name),
    );
    expect(astray).toEqual([
      { country: "TWA", name: "Taiwan" },
      { country: "CRQ", name: "Sark" },
    ]);
  });
});

interface Cluster {
  readonly value: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

function cluster(name: string): readonly Cluster[] {
  const path = sharedData("misp-galaxy", "clusters", `${name}.json`);
  return (JSON.parse(readFileSync(path, "utf8")) as { values: Cluster[] }).values;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function undecided(name: string, ...keys: readonly string[]): readonly string[] {
  const texts = cluster(name).flatMap(({ meta }) => keys.flatMap((key) => meta?.[key] ?? []));
  return [...new Set(texts.map(String))].filter((text) => toCountry(text) === undefined).toSorted();
}

function geography(): readonly { readonly country: string; readonly name: string }[] {
  const path = sharedData("opencti", "geography.json");
  const bundle = JSON.parse(readFileSync(path, "utf8")) as {
    objects: { x_opencti_location_type?: string; country?: string; name: string }[];
  };
  return bundle.objects
    .filter((object) => object.x_opencti_location_type === "Country")
    .map(({ country, name }) => ({ country: country ?? "", name }));
}

function vectors(): [string, string][] {
  const file = new URL("../../../vectors/countries/names.tsv", import.meta.url);
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => !line.startsWith("#") && line.includes("\t"))
    .map((line) => {
      const tab = line.lastIndexOf("\t");
      return [line.slice(0, tab), line.slice(tab + 1)];
    });
}
