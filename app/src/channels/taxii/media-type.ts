/** A media type or range of a header: "application/taxii+json; version=2.1; q=0.5". */
interface MediaRange {
  /** Lower case. */
  readonly type: string;
  readonly version: string | undefined;
  /** 0: not wanted. */
  readonly quality: number;
}

const TAXII = "application/taxii+json";
const STIX = "application/stix+json";
const VERSION = "2.1";
/** Longest header that is read. */
const MOST = 4_000;

/**
 * Whether an Accept header lets a TAXII 2.1 message through: some range is `application/taxii+json`, with
 * this version or with none, and not q=0. Ranges with a star do not ask for TAXII.
 *
 * Source: TAXII 2.1 section 1.6.8; RFC 9110 section 12.5.1 (the most exact range counts).
 */
export function acceptsTaxii(header: string | undefined): boolean {
  const ranges = splitOutsideQuotes(header ?? "", ",")
    .map(toRange)
    .filter(({ type }) => type === TAXII);
  const exact = ranges.filter(({ version }) => version === VERSION);
  const open = ranges.filter(({ version }) => version === undefined);
  const counted = exact.length > 0 ? exact : open;
  return counted.some(({ quality }) => quality > 0);
}

/**
 * What a body is by its Content-Type: an envelope, a bundle (a documented extra: some clients post one),
 * or undefined for what is not taken. A version need not be said (TAXII 2.1 section 1.6.8.2).
 */
export function bodyKind(header: string | undefined): "envelope" | "bundle" | undefined {
  const { type, version } = toRange(header ?? "");
  if (version !== undefined && version !== VERSION) return undefined;
  return type === TAXII ? "envelope" : type === STIX ? "bundle" : undefined;
}

function toRange(text: string): MediaRange {
  const [type = "", ...parameters] = splitOutsideQuotes(text, ";").map((part) => part.trim());
  const values = new Map(parameters.map(toParameter));
  const quality = values.get("q");
  return {
    type: type.toLowerCase(),
    version: values.get("version"),
    quality: quality === undefined ? 1 : Number(quality) || 0,
  };
}

function toParameter(text: string): readonly [string, string] {
  const [name = "", value = ""] = text.split("=", 2).map((part) => part.trim());
  const bare = value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
  return [name.toLowerCase(), bare];
}

/** A comma or semicolon in quotes separates nothing (RFC 9110 section 5.6.4). */
function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let isQuoted = false;
  let start = 0;
  const end = Math.min(text.length, MOST);
  for (let i = 0; i < end; i += 1) {
    if (text[i] === '"') isQuoted = !isQuoted;
    else if (text[i] === separator && !isQuoted) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start, end)];
}
