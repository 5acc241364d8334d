import type { Answered } from "../support/world.ts";
import { OTHER_KEYS, type Without } from "./life.ts";
import type { Envelope } from "./persona.ts";

// Servers that lack one rule each.

/** C01: a `next` on every page, also on the last. */
export const nextAlways: Without = {
  between: (get) => async (path, headers) => {
    const answered = await get(
      path.replace("next=end", "added_after=2999-01-01T00:00:00Z"),
      headers,
    );
    return changed(answered, (page) => ({ next: "end", ...page }));
  },
};

/** C02: a `next` that only counts how many were given, of whatever is asked for the next time. */
export const nextIsACount: Without = {
  between: (get) => async (path, headers) => {
    const url = new URL(path, "https://share.example");
    if (!url.pathname.endsWith("/objects/")) return get(path, headers);
    const given = Number(url.searchParams.get("next") ?? 0);
    const limit = Number(url.searchParams.get("limit") ?? 20);
    url.searchParams.delete("next");
    url.searchParams.set("limit", String(given + limit));
    const answered = await get(`${url.pathname}${url.search}`, headers);
    return changed(answered, ({ more = false, objects = [] }) => ({
      more,
      objects: objects.slice(given),
      ...(more ? { next: String(given + limit) } : {}),
    }));
  },
};

/** C02: an empty `next` is taken for a cursor. */
export const emptyNextRefused: Without = {
  between: (get) => async (path, headers) =>
    /next=(?:&|$)/.test(path) ? { status: 400, headers: {}, text: "{}" } : get(path, headers),
};

/** C03: a restart forgets every cursor. */
export const cursorsForgotten: Without = { keysAfter: OTHER_KEYS };

/** C05: up to fifty things have the same millisecond, and differ in microseconds. */
export const microseconds: Without = {
  between: (get) => async (path, headers) => {
    const url = new URL(path, "https://share.example");
    const after = url.searchParams.get("added_after");
    if (after !== null) url.searchParams.set("added_after", fromFine(after));
    const answered = await get(`${url.pathname}${url.search}`, headers);
    const last = answered.headers["x-taxii-date-added-last"];
    const fine = last === undefined ? {} : { "x-taxii-date-added-last": toFine(last) };
    return { ...answered, headers: { ...answered.headers, ...fine } };
  },
};

const SAME = 50;

/** Milliseconds of one group become the microseconds of its first one. */
function toFine(time: string): string {
  const at = Date.parse(time);
  const first = new Date(at - (at % SAME)).toISOString().slice(0, -1);
  return `${first}${String((at % SAME) * 20).padStart(3, "0")}Z`;
}

function fromFine(time: string): string {
  const micros = Number(/\.[0-9]{3}([0-9]{3})Z$/.exec(time)?.[1] ?? 0);
  return new Date(Date.parse(time) + Math.floor(micros / 20)).toISOString();
}

/** C05: things are dated when they are written, and seen when that is done. */
export const datedBefore: Without = { ahead: -5_000 };

/** C06: things say that they were changed later than they were released. */
export const modifiedAhead: Without = { modifiedLater: 3_600_000 };

/** C07: an empty page does not say how far the client is. */
export const emptyPageSilent: Without = {
  between: (get) => async (path, headers) => {
    const answered = await get(path, headers);
    if (answered.text !== '{"more":false}') return answered;
    const { "x-taxii-date-added-last": _last, ...rest } = answered.headers;
    return { ...answered, headers: rest };
  },
};

/** C11: the name of the scheme is read with its case. */
export const schemeWithCase: Without = {
  between: (get) => async (path, headers) =>
    (headers["authorization"] ?? "").startsWith("basic")
      ? { status: 401, headers: {}, text: "{}" }
      : get(path, headers),
};

/** C16: one page in half a minute. */
export const slowedDown: Without = {
  between: (get, world) => {
    let last = 0;
    return async (path, headers) => {
      if (path.includes("/objects/") && world.now - last < 30_000) {
        return { status: 429, headers: { "retry-after": "30" }, text: "{}" };
      }
      last = path.includes("/objects/") ? world.now : last;
      return get(path, headers);
    };
  },
};

function changed(answered: Answered, change: (page: Envelope) => Envelope): Answered {
  if (answered.status !== 200 || !answered.text.includes('"more"')) return answered;
  return { ...answered, text: JSON.stringify(change(JSON.parse(answered.text) as Envelope)) };
}

/** T03: the root says its version with a space. */
export const versionWithSpace: Without = {
  between: (get) => async (path, headers) => {
    const answered = await get(path, headers);
    return {
      ...answered,
      text: answered.text.replace('json;version=2.1"]', 'json; version=2.1"]'),
    };
  },
};
