import { domainToASCII } from "node:url";
import { addressParser, decodeWords, type Header } from "postal-mime";
import type { ClaimSet } from "./claim-set.ts";
import type { Line } from "./lines.ts";
import { readMarkingField } from "./marking-field.ts";

/** Identifiers that look like addresses and lead to nobody. */
const IDENTIFIERS = new Set(["message-id", "references", "in-reply-to", "content-id"]);
/** RFC 5322 section 3.6.2: who wrote it, and who sent it for them. */
const ORIGINATORS = new Set(["from", "sender"]);

/**
 * Adds what the headers of a message say: markings, addresses (personal data), and the sender's
 * domain as an originator. Places are "header Subject".
 */
export function addHeaders(headers: readonly Header[], before: string, set: ClaimSet): void {
  for (const header of headers) {
    const place = `${before}header ${printable(header.originalKey)}`;
    const line: Line = { unit: place, place, text: decodeWords(header.value) };
    set.addMarkings(line, readMarkingField(header.key, line.text));
    if (IDENTIFIERS.has(header.key)) continue;
    set.addLine(line);
    if (ORIGINATORS.has(header.key)) addOriginators(header.value, line, set);
    if (header.key === "date" && !Number.isNaN(Date.parse(header.value))) {
      set.add(place, { fact: "ageStated", value: true, place, says: "the date of the mail" });
    }
  }
}

function addOriginators(value: string, { unit, place }: Line, set: ClaimSet): void {
  for (const { address } of addressParser(value, { flatten: true })) {
    const domain = domainToASCII(address?.split("@").at(-1)?.toLowerCase() ?? "");
    if (domain === "") continue;
    const says = "the mail domain of the sender";
    set.add(unit, { fact: "originators", value: `mail-domain:${domain}`, place, says });
  }
}

/** A header's name, cut and without what RFC 5322 section 2.2 does not allow in it. */
function printable(name: string): string {
  return name.replace(/[^!-9;-~]/g, "").slice(0, 64);
}
