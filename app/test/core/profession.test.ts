import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { protectedProfession, protectedProfessions } from "../../src/core/profession.ts";

describe("protectedProfession", () => {
  test.each([
    "her lawyer",
    "Solicitors of the suspect",
    "BARRISTER",
    "defence counsel",
    "a law firm",
    "zijn advocaat",
    "raadsvrouw",
    "Rechtsanwältin",
    "RECHTSANWÄLTE",
    "Rechtsanwa\u0308lte",
    "Strafverteidiger",
    "l'avocate du prévenu",
    "bâtonnier",
    "lawyer-client",
    "lawyer_1",
  ])("finds the lawyer in %j", (text) => {
    expect(protectedProfession(text)).toBe("lawyer");
  });

  test.each([
    "freelance journalist",
    "Reporter, The Daily",
    "foreign correspondents",
    "editor-in-chief",
    "onderzoeksjournaliste of verslaggever",
    "hoofdredacteur",
    "Journalistin",
    "Chefredakteurin",
    "une journaliste",
    "rédactrice en chef",
    "correspondant de presse",
  ])("finds the journalist in %j", (text) => {
    expect(protectedProfession(text)).toBe("journalist");
  });

  test.each([
    "",
    "lawyerly",
    "journalism",
    "text editor",
    "Staatsanwalt",
    "le fichier correspondant",
    "she advocates for parks",
    "delaware",
  ])("finds nobody in %j", (text) => {
    expect(protectedProfession(text)).toBeUndefined();
  });

  test("gives the first where a text names both, and all on request", () => {
    const text = "A reporter with her lawyer and another reporter";
    expect(protectedProfession(text)).toBe("journalist");
    expect(protectedProfessions(text)).toEqual(["journalist", "lawyer"]);
  });

  test("finds a whole word whatever stands around it", () => {
    const around = fc.string().map((text) => `${text.replace(/\p{L}|\p{M}/gu, "")} `);
    fc.assert(
      fc.property(around, around, (before, after) => {
        expect(protectedProfession(`${before}journalist ${after}`)).toBe("journalist");
      }),
    );
  });

  test("never finds less in a longer text", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("advocaat", "reporter"), (more, word) => {
        expect(protectedProfessions(`${word} ${more}`)).toEqual(
          expect.arrayContaining([...protectedProfessions(word)]),
        );
      }),
    );
  });
});
