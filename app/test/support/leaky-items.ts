import type { JsonObject } from "../../src/core/item.ts";
import type { Medium } from "../../src/core/release/copy.ts";
import { makePdf } from "../formats/document-samples.ts";
import type { Leak } from "./leaks.ts";

/** An item in which leaks are planted, and over what it may leave. */
export interface LeakyItem {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly media: readonly Medium[];
}

/** The same leaks in an item of every format that a copy is made of. */
export function leakyItems(planted: readonly Leak[]): readonly LeakyItem[] {
  const document: readonly Medium[] = ["package", "export"];
  return [
    { name: "bundle.json", bytes: json(bundle(planted)), media: ["taxii", ...document] },
    { name: "event.json", bytes: json(event(planted)), media: ["misp-feed", ...document] },
    { name: "note.txt", bytes: Buffer.from(prose(planted)), media: document },
    { name: "note.md", bytes: Buffer.from(`# Note\n\n${prose(planted)}`), media: document },
    { name: "table.csv", bytes: Buffer.from(table(planted)), media: document },
    { name: "mail.eml", bytes: Buffer.from(mail(planted)), media: document },
    { name: "report.pdf", bytes: pdf(planted), media: document },
  ];
}

const AT = "2025-03-04T10:11:12.000Z";
const OWN = "identity--0a0a0a0a-2222-4222-8222-222222222222";

/** In every property a copy keeps, and in some it does not. */
function bundle(planted: readonly Leak[]): JsonObject {
  const objects = planted.map(({ guise, written }, nth) => {
    if (isFile(guise)) return fileObject(written, guise, nth);
    return [indicator, malware, note][nth % 3]?.(written, nth) ?? {};
  });
  const own = { type: "identity", spec_version: "2.1", id: OWN, created: AT, modified: AT };
  const service = { ...own, name: "Meridian Service", identity_class: "organization" };
  return { type: "bundle", id: `bundle--${uuid(0, 9)}`, objects: [service, ...objects] };
}

function indicator(written: string, nth: number): JsonObject {
  return {
    ...common("indicator", nth),
    name: nth % 2 === 0 ? `Seen by ${written} in May` : "Loader",
    description: nth % 2 === 0 ? "As reported." : `Told us:\n${written}\nand nothing more.`,
    pattern: `[domain-name:value = 'c2-${nth}.attacker.example']`,
    pattern_type: "stix",
    valid_from: AT,
  };
}

function malware(written: string, nth: number): JsonObject {
  return {
    ...common("malware", nth),
    name: `Loader ${nth}`,
    is_family: false,
    aliases: [`called so by ${written}`],
    labels: [`seen-by ${written}`],
    x_ticket: written,
    external_references: [{ source_name: written, description: written, external_id: written }],
  };
}

function note(written: string, nth: number): JsonObject {
  const about = `indicator--${uuid(nth - (nth % 3), 1)}`;
  return { ...common("note", nth), content: written, authors: [written], object_refs: [about] };
}

function fileObject(written: string, guise: Leak["guise"], nth: number): JsonObject {
  const type = guise === "file name" ? "file" : "artifact";
  const about = { type, spec_version: "2.1", id: `${type}--${uuid(nth, 2)}` };
  if (guise === "file name") return { ...about, name: written, hashes: { MD5: uuidHex(nth) } };
  return { ...about, mime_type: "text/plain", payload_bin: written };
}

function common(type: string, nth: number): JsonObject {
  const id = `${type}--${uuid(nth, 1)}`;
  return { type, spec_version: "2.1", id, created: AT, modified: AT, created_by_ref: OWN };
}

function event(planted: readonly Leak[]): JsonObject {
  const attributes = planted.map(({ guise, written }, nth) => attribute(guise, written, nth));
  return {
    Event: {
      uuid: uuid(1, 3),
      info: "Loader seen in May",
      date: "2025-03-04",
      timestamp: "1741083072",
      published: true,
      analysis: "2",
      threat_level_id: "2",
      distribution: "3",
      Orgc: { name: "Meridian Service", uuid: "0a0a0a0a-1111-4111-8111-111111111111" },
      Attribute: attributes,
    },
  };
}

function attribute(guise: Leak["guise"], written: string, nth: number): JsonObject {
  const base = {
    uuid: uuid(nth, 4),
    timestamp: "1741083072",
    to_ids: false,
    distribution: "5",
    disable_correlation: false,
  };
  const ours = {
    category: "Network activity",
    type: "domain",
    value: `c2-${nth}.attacker.example`,
  };
  if (guise === "file name") {
    return { ...base, category: "Payload delivery", type: "filename", value: written, comment: "" };
  }
  if (isFile(guise)) {
    const file = { category: "Payload delivery", type: "attachment", value: `a${nth}.txt` };
    return { ...base, ...file, data: written, comment: "" };
  }
  if (nth % 3 === 0) return { ...base, ...ours, comment: `told by ${written}` };
  if (nth % 3 === 1)
    return { ...base, category: "Other", type: "text", value: written, comment: "" };
  return { ...base, ...ours, comment: "", Tag: [{ name: `source:${written}`, colour: "#ffffff" }] };
}

function prose(planted: readonly Leak[]): string {
  return planted.map(({ written }, nth) => `Item ${nth} came from ${written} in May.`).join("\n\n");
}

function table(planted: readonly Leak[]): string {
  const rows = planted.map(
    ({ written }, nth) => `c2-${nth}.attacker.example,"from ${written.replaceAll('"', '""')}"`,
  );
  return ["value,comment", ...rows].join("\r\n");
}

/** In the body, and in files that are attached under their names. */
function mail(planted: readonly Leak[]): string {
  const inBody = planted.filter(({ guise }) => !isFile(guise));
  const body = inBody.map(({ written }) => `It came from ${written} in May.`).join("\r\n\r\n");
  const files = planted
    .filter(({ guise }) => isFile(guise))
    .map(({ guise, written }, nth) => {
      const name = guise === "file name" ? written : `a${nth}.txt`;
      const content = guise === "file name" ? "bm90aGluZw==" : written;
      const disposition = `attachment; filename*=utf-8''${encodeURIComponent(name)}`;
      return `--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: ${disposition}\r\n\r\n${content}\r\n`;
    });
  const head = "From: desk@meridian.example\r\nTo: list@meridian.example\r\nSubject: Loader\r\n";
  const kind = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n';
  const text = `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${body}\r\n`;
  return `${head}${kind}${text}${files.join("")}--b--\r\n`;
}

/** Latin-1 only, as the font of the sample is. */
function pdf(planted: readonly Leak[]): Uint8Array {
  const lines = planted
    .filter(({ written }) => /^[\x20-\x7e]*$/.test(written))
    .map(({ written }) => `It came from ${written} in May.`);
  return makePdf({ pages: [lines] });
}

function isFile(guise: Leak["guise"]): boolean {
  return guise === "file name" || guise === "attachment" || guise === "packed attachment";
}

function json(value: JsonObject): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

function uuid(nth: number, kind: number): string {
  return `0000000${kind}-0000-4000-8000-${uuidHex(nth).slice(20)}`;
}

function uuidHex(nth: number): string {
  return nth.toString(16).padStart(32, "0");
}
