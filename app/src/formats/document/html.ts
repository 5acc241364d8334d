/** HTML as the text a reader sees, without rendering, fetching or running any of it. */

/** Elements whose content is not text for people. */
const UNSEEN = new Set(["script", "style", "template"]);
/** Elements inside a line; all others end it. */
const INLINE = new Set(
  "a abbr b bdi bdo big cite code del dfn em font i img ins kbd label mark o:p q s small span strike strong sub sup tt u wbr".split(
    " ",
  ),
);
const TAG = /^<(\/?)([a-z][a-z0-9:-]{0,30})/i;
/** Attributes whose value is shown to people, stands for what is, or leads to a mail address. */
const SHOWN_ATTRIBUTE =
  /\s(?:alt|title|content|value|placeholder|href)=("[^"]*"|'[^']*'|[^\s>]+)/gi;
const NAMED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
  ["colon", ":"],
  ["plus", "+"],
  ["commat", "@"],
  ["period", "."],
  ["sol", "/"],
  ["lowbar", "_"],
  ["hyphen", "-"],
  ["shy", ""],
  ["zwnj", ""],
  ["zwj", ""],
]);

/**
 * The visible text: a line for each block, character references resolved; what stands for images
 * and fields, and where links lead, at the end of its line. Comments, scripts and styles are left
 * out. Every search that finds nothing ends the walk, so the time is linear in the length.
 */
export function htmlToText(html: string): string {
  const text: string[] = [];
  let beside = "";
  let at = 0;
  for (;;) {
    const open = html.indexOf("<", at);
    if (open < 0) break;
    text.push(spaced(html.slice(at, open)));
    at = markupEnd(html, open);
    if (at < 0) {
      at = open;
      break;
    }
    const markup = html.slice(open, at);
    if (markup === "<") text.push(markup);
    beside += attributeTexts(markup);
    if (!endsLine(markup)) continue;
    text.push(beside, "\n");
    beside = "";
  }
  text.push(spaced(html.slice(at)), beside);
  return decodeEntities(text.join(""));
}

/** Character references (HTML section 13.5): numeric ones, and the names that hide a marking. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));?/gi,
    (all, dec, hex, name) =>
      typeof name === "string"
        ? (NAMED.get(name.toLowerCase()) ?? String(all))
        : toCharacter(typeof dec === "string" ? Number(dec) : Number.parseInt(String(hex), 16)),
  );
}

/** Where a tag, comment or unseen element that starts here ends; -1 when it never does. */
function markupEnd(html: string, open: number): number {
  if (html.startsWith("<!--", open)) return endOf(html, "-->", open + 4);
  if (!/[a-z/!?]/i.test(html[open + 1] ?? "")) return open + 1;
  const name = nameOf(html.slice(open, open + 40));
  if (!UNSEEN.has(name) || html[open + 1] === "/") return endOf(html, ">", open);
  const close = new RegExp(`</${name}`, "gi");
  close.lastIndex = open;
  const match = close.exec(html);
  return match === null ? -1 : endOf(html, ">", match.index);
}

function endOf(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

/** What a tag shows beside its content, each after a space. */
function attributeTexts(markup: string): string {
  if (UNSEEN.has(nameOf(markup))) return "";
  let texts = "";
  for (const [, value = ""] of markup.matchAll(SHOWN_ATTRIBUTE)) texts += ` ${unquoted(value)}`;
  return texts;
}

function endsLine(markup: string): boolean {
  const name = nameOf(markup);
  return name !== "" && !INLINE.has(name) && !UNSEEN.has(name);
}

/** White space as a browser shows it. */
function spaced(text: string): string {
  return text.replace(/\s+/g, " ");
}

function nameOf(markup: string): string {
  return (TAG.exec(markup)?.[2] ?? "").toLowerCase();
}

function unquoted(value: string): string {
  return /^["']/.test(value) ? value.slice(1, -1) : value;
}

function toCharacter(code: number): string {
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : "\ufffd";
}
