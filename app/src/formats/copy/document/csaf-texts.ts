import type { Json } from "../../../core/item.ts";
import { itemsOf, part } from "../../../core/marking/json-value.ts";
import type { Secret } from "../../../core/release/copy.ts";
import type { DocumentTexts } from "../../document/document-texts.ts";
import { textsIn } from "../../document/json-texts.ts";

/** Where a CSAF document names who helped, who publishes it and how it is filed. */
const LEFT_BEHIND =
  /\/acknowledgments\/|^\/document\/(?:publisher|tracking\/(?:id|aliases|generator|revision_history)|source_lang)\b/;

/**
 * The words of a CSAF document for people, by the fields that may leave: title, notes, and of each
 * vulnerability its numbers, title, notes, affected products, scores and remedies. Who publishes it, who is
 * thanked, its number and its history are left behind.
 *
 * Source: CSAF 2.1 sections 3.2.2 (document), 3.2.3 (product tree), 3.2.4 (vulnerabilities).
 */
export function csafTexts(json: Json): DocumentTexts {
  const document = part(json, "document");
  const products = productNames(part(json, "product_tree"));
  const vulnerabilities = itemsOf(part(json, "vulnerabilities"));
  const sections = [
    notesOf(document),
    ...vulnerabilities.map((one) => vulnerabilityText(one, products)),
  ];
  const title = textOf(part(document, "title"));
  const date = textOf(part(part(document, "tracking"), "current_release_date"));
  return {
    fields: [
      ...(title === "" ? [] : [{ name: "Title", value: title }]),
      ...(date === "" ? [] : [{ name: "Date", value: date }]),
    ],
    text: sections.filter((section) => section !== "").join("\n\n"),
    leftBehind: leftBehind(json),
  };
}

function leftBehind(json: Json): readonly Secret[] {
  return [...textsIn(json)].flatMap(({ place, text }): readonly Secret[] => {
    if (!LEFT_BEHIND.test(place)) return [];
    if (/\/names\/\d+$/.test(place)) return [{ kind: "name", text, place }];
    if (place.endsWith("/publisher/contact_details")) return [{ kind: "address", text, place }];
    return /\/tracking\/(?:id|aliases)/.test(place) ? [{ kind: "id", text, place }] : [];
  });
}

function vulnerabilityText(json: Json, products: ReadonlyMap<string, string>): string {
  const numbers = [part(json, "cve"), ...itemsOf(part(json, "ids")).map((id) => part(id, "text"))];
  const remedies = itemsOf(part(json, "remediations")).map(
    (one) => `Remedy (${textOf(part(one, "category"))}): ${textOf(part(one, "details"))}`,
  );
  const threats = itemsOf(part(json, "threats")).map(
    (one) => `Threat (${textOf(part(one, "category"))}): ${textOf(part(one, "details"))}`,
  );
  return [
    `Vulnerability: ${[...numbers.map(textOf), textOf(part(json, "title"))].filter(Boolean).join(", ")}`,
    ...statusLines(part(json, "product_status"), products),
    ...scores(json),
    ...threats,
    ...remedies,
    notesOf(json),
  ]
    .filter((line) => line !== "")
    .join("\n");
}

function statusLines(
  status: Json | undefined,
  products: ReadonlyMap<string, string>,
): readonly string[] {
  if (typeof status !== "object" || status === null) return [];
  return Object.entries(status).map(([kind, ids]) => {
    const names = itemsOf(ids as Json).map((id) => products.get(textOf(id)) ?? textOf(id));
    return `${kind.replaceAll("_", " ")}: ${names.join("; ")}`;
  });
}

function scores(json: Json): readonly string[] {
  const metrics = itemsOf(part(json, "metrics")).map((one) => part(one, "content") ?? null);
  return [...itemsOf(part(json, "scores")), ...metrics].flatMap((one) =>
    ["cvss_v4", "cvss_v3", "cvss_v2"].flatMap((version) => {
      const vector = textOf(part(part(one, version), "vectorString"));
      return vector === "" ? [] : [`Score: ${vector}`];
    }),
  );
}

/** Notes are for people already: each its title and its text. */
function notesOf(json: Json | undefined): string {
  return itemsOf(part(json, "notes"))
    .map((note) =>
      [textOf(part(note, "title")), textOf(part(note, "text"))].filter(Boolean).join("\n"),
    )
    .filter((note) => note !== "")
    .join("\n\n");
}

/** Names by product_id, wherever in the tree they stand. Depth costs no stack. */
function productNames(tree: Json | undefined): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const open: Json[] = tree === undefined ? [] : [tree];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (typeof one !== "object" || one === null) continue;
    const id = textOf(part(one, "product_id"));
    const name = textOf(part(one, "name"));
    if (id !== "" && name !== "") names.set(id, name);
    open.push(...(Object.values(one) as Json[]));
  }
  return names;
}

function textOf(json: Json | undefined): string {
  return typeof json === "string" ? json.trim() : "";
}
