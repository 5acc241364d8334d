import { describe, expect, test } from "vitest";
import type { JsonObject, Part } from "../../src/core/item.ts";
import { attribute, event, noteCodes, object, partAt, read, values } from "./misp-event.ts";

describe("an attribute about a person", () => {
  test.each([
    "first-name",
    "full-name",
    "date-of-birth",
    "passport-number",
    "identity-card-number",
    "phone-number",
    "primary-residence",
    "payment-details",
    "iban",
    "email",
    "email-src",
    "email-dst-display-name",
    "target-user",
    "target-email",
    "whois-registrant-name",
    "github-username",
    "jabber-id",
    "twitter-id",
  ])("of type %s holds personal data and identifies", (type) => {
    const part = attributePart({ type, value: "x" });
    expect(values(part, "personal")).toEqual([true]);
    expect(values(part, "identifiesOrLocates")).toEqual([true]);
  });

  test.each([
    "gender",
    "nationality",
    "passport-country",
    "country-of-residence",
    "issue-date-of-the-visa",
  ])("of type %s holds personal data and does not by itself identify", (type) => {
    const part = attributePart({ type, value: "NL" });
    expect(values(part, "personal")).toEqual([true]);
    expect(values(part, "identifiesOrLocates")).toEqual([]);
  });

  test.each([
    "ip-dst",
    "sha256",
    "domain",
    "email-subject",
    "whois-registrar",
    "target-machine",
    "bic",
  ])("is not one of type %s, of which nothing is claimed", (type) => {
    const part = attributePart({ type, value: "x", comment: "seen by a reporter" });
    for (const fact of ["personal", "identifiesOrLocates", "journalist"] as const) {
      expect(values(part, fact)).toEqual([]);
    }
  });

  test("is any attribute of the category Person, and free text in an object about a person", () => {
    const text = { type: "text", value: "tall" };
    expect(values(attributePart({ ...text, category: "Person" }), "personal")).toEqual([true]);
    expect(values(attributePart({ ...text, category: "Other" }), "personal")).toEqual([]);
    const result = read(event({ Object: [object([attribute(text)], { name: "person" })] }));
    expect(values(partAt(result, "/Event/Object/0/Attribute/0"), "personal")).toEqual([true]);
  });

  test("states a nationality by name or code, and a note where it is no country", () => {
    expect(
      values(attributePart({ type: "nationality", value: "Russian Federation" }), "nationalities"),
    ).toEqual(["RU"]);
    expect(
      values(attributePart({ type: "passport-country", value: "nld" }), "nationalities"),
    ).toEqual(["NL"]);
    const result = read(
      event({ Attribute: [attribute({ type: "nationality", value: "stateless" })] }),
    );
    expect(noteCodes(result)).toEqual(["unreadable-country"]);
    expect(JSON.stringify(result.notes)).not.toContain("stateless");
  });

  test("asks for a special service, which may tell religion or health", () => {
    expect(
      values(attributePart({ type: "special-service-request", value: "x" }), "specialCategories"),
    ).toEqual([true]);
  });

  test("names a protected profession in its comment or text", () => {
    const lawyer = attributePart({
      type: "full-name",
      value: "A B",
      comment: "advocaat te Utrecht",
    });
    expect(values(lawyer, "lawyerClient")).toEqual([true]);
    expect(values(lawyer, "journalist")).toEqual([]);
    const both = attributePart({ type: "phone-number", comment: "journalist; her Rechtsanwalt" });
    expect(values(both, "lawyerClient")).toEqual([true]);
    expect(values(both, "journalist")).toEqual([true]);
  });
});

describe("an object about a person", () => {
  const person = object(
    [
      attribute({ type: "full-name", value: "A B", object_relation: "full-name" }),
      attribute({ type: "text", value: "Reporter", object_relation: "occupation" }),
      attribute({ type: "nationality", value: "FR" }),
    ],
    { name: "person" },
  );
  const result = read(event({ Object: [person], Attribute: [attribute()] }));

  test("carries what its attributes say of the person, with their places", () => {
    const part = partAt(result, "/Event/Object/0");
    expect(values(part, "personal")).toEqual([true]);
    expect(values(part, "identifiesOrLocates")).toEqual([true]);
    expect(values(part, "journalist")).toEqual([true]);
    expect(values(part, "nationalities")).toEqual(["FR"]);
    const journalist = part.claims.find(({ fact }) => fact === "journalist");
    expect(journalist?.place).toBe("/Event/Object/0/Attribute/1");
  });

  test("has one profession for all its attributes about the person", () => {
    for (const index of [0, 1, 2]) {
      expect(
        values(partAt(result, `/Event/Object/0/Attribute/${String(index)}`), "journalist"),
      ).toEqual([true]);
    }
  });

  test("says nothing of what stands outside it", () => {
    expect(values(partAt(result, "/Event/Attribute/0"), "personal")).toEqual([]);
    expect(values(partAt(result, "/Event"), "journalist")).toEqual([]);
  });
});

function attributePart(change: JsonObject): Part {
  return partAt(read(event({ Attribute: [attribute(change)] })), "/Event/Attribute/0");
}
