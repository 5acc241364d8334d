import type { Claim } from "../../core/item.ts";
import type { MarkingSays } from "../../core/marking/says.ts";
import { findMarkings } from "../../core/marking/text.ts";
import { protectedProfessions } from "../../core/profession.ts";
import type { Line } from "./lines.ts";
import { findPersonalData } from "./person.ts";

/** More different claims than this in one document is not a marking practice but an attack. */
const MOST_CLAIMS = 10_000;

/**
 * The claims of one document. What is said again in the same page or section is kept once, at its
 * first place.
 */
export class ClaimSet {
  readonly #claims = new Map<string, Claim>();

  get claims(): readonly Claim[] {
    return [...this.#claims.values()];
  }

  /** `unit` is the page or section within which the same claim is not repeated. */
  add(unit: string, claim: Claim): void {
    const key = `${unit}\n${claim.fact}\n${String(claim.value)}`;
    if (this.#claims.has(key)) return;
    if (this.#claims.size < MOST_CLAIMS) this.#claims.set(key, claim);
    else this.#addTooMany(claim.place);
  }

  /** Everything a line of text says: markings, personal data, protected professions. */
  addLine(line: Line): void {
    if (line.text.trim() === "") return;
    this.addMarkings(line, findMarkings(line.text));
    for (const found of findPersonalData(line.text)) this.addPerson(line, `${found} in the text`);
    for (const profession of protectedProfessions(line.text)) {
      const fact = profession === "lawyer" ? "lawyerClient" : "journalist";
      const says = `the text names a ${profession}`;
      this.add(line.unit, { fact, value: true, place: line.place, says });
    }
  }

  addMarkings(line: Line, markings: readonly MarkingSays[]): void {
    for (const { fact, value, says } of markings) {
      this.add(line.unit, { fact, value, place: line.place, says });
    }
  }

  addPerson({ unit, place }: Line, says: string): void {
    this.add(unit, { fact: "personal", value: true, place, says });
    this.add(unit, { fact: "identifiesOrLocates", value: true, place, says });
  }

  /** A part of the document was not read: neither what it is about nor how it is marked is known. */
  addUnread({ unit, place }: Line, says: string): void {
    this.add(unit, { fact: "subjectKnown", value: false, place, says });
    this.add(unit, { fact: "unreadableMarkings", value: "a part that is not read", place, says });
  }

  #addTooMany(place: string): void {
    const value = "more than can be listed";
    const says = `more than ${MOST_CLAIMS} different markings and finds`;
    this.#claims.set(value, { fact: "unreadableMarkings", value, place, says });
  }
}
