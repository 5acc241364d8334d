import type { Claim } from "../../core/item.ts";
import { readAnalystData } from "./analyst-data.ts";
import { addAttribute, readAttribute } from "./attribute.ts";
import { childrenOf, idOf, readElement, readOwnDistribution, type Element } from "./element.ts";
import type { Reading } from "./reading.ts";
import { printable, textOf } from "./shape.ts";

/**
 * Adds an object and its attributes as parts. The object carries what its attributes say of a
 * person, and each of those attributes what the others say of the same person's profession.
 */
export function addObject(element: Element, reading: Reading): void {
  const name = textOf(element.json["name"]);
  const claims = readElement(element, ["comment"], readOwnDistribution(element), reading);
  const attributes = childrenOf(element, "Attribute", claims, reading).map((child) =>
    readAttribute(child, name, reading),
  );
  const person = distinct(attributes.flatMap((attribute) => attribute.person));
  reading.add({
    id: idOf(element, reading),
    type: name === undefined ? "object" : `object:${printable(name)}`,
    place: element.place,
    claims: [...person, ...claims],
  });
  const professions = person.filter(isProfession);
  for (const attribute of attributes) {
    addAttribute(attribute, attribute.person.length === 0 ? [] : professions, reading);
  }
  readAnalystData({ ...element, container: claims }, reading);
}

function isProfession({ fact }: Claim): boolean {
  return fact === "lawyerClient" || fact === "journalist";
}

/** The first claim of each value of each fact. */
function distinct(claims: readonly Claim[]): readonly Claim[] {
  const first = new Map<string, Claim>();
  for (const claim of claims) {
    const key = `${claim.fact} ${String(claim.value)}`;
    if (!first.has(key)) first.set(key, claim);
  }
  return [...first.values()];
}
