import fc from "fast-check";
import { rootOf, TAXII, type Answered, type Asking } from "./world.ts";
import { birchActs, makeTwoWorlds, type TwoWorlds } from "./two-worlds.ts";
import { indicator, uuidOf } from "./stix.ts";

/** What a run of requests as one partner, with another's names in them, came to. */
export interface Isolation {
  /** One line each: answers that held something foreign, or differed between the two worlds. */
  readonly failures: readonly string[];
  readonly statuses: ReadonlyMap<number, number>;
}

interface Request extends Asking {
  readonly path: string;
}

const AT = "2026-11-26T07:00:00.000Z";
/** Requests made from one seed; the next block has the next. */
const BLOCK = 1_000;

/**
 * Asks as alder over every route, verb, header, cursor and token, with what is birch's in them, while birch
 * acts too. Asked is the same of a site without birch: the answers must be the same, byte for byte.
 */
export async function checkIsolation(
  count: number,
  seed: number,
  onProgress: (done: number) => void = () => {},
): Promise<Isolation> {
  const worlds = await makeTwoWorlds();
  const requests = requestsFor(worlds);
  const failures: string[] = [];
  const statuses = new Map<number, number>();
  for (let done = 0; done < count; done += BLOCK) {
    const numRuns = Math.min(BLOCK, count - done);
    for (const [i, request] of fc
      .sample(requests, { numRuns, seed: seed + done / BLOCK })
      .entries()) {
      if (i % 7 === 0) await birchActs(worlds, done + i);
      const { says, status } = await askBoth(worlds, request);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (says !== undefined) failures.push(`seed ${seed}, request ${done + i}: ${says}`);
    }
    onProgress(done + numRuns);
  }
  const troubles = [...worlds.full.troubles, ...worlds.bare.troubles];
  return { failures: [...failures, ...troubles.map((error) => `500: ${String(error)}`)], statuses };
}

async function askBoth(
  { full, bare, foreign }: TwoWorlds,
  { path, ...asking }: Request,
): Promise<{ readonly says: string | undefined; readonly status: number }> {
  for (const world of [full, bare]) world.now += 1;
  const [one, other] = [await full.ask(path, asking), await bare.ask(path, asking)];
  const what = `${asking.method ?? "GET"} ${path} ${JSON.stringify(asking.headers)}`.slice(0, 600);
  const { status } = one;
  if (JSON.stringify(one) !== JSON.stringify(other)) {
    return { says: `the two worlds differ: ${what}: ${show(one)} and ${show(other)}`, status };
  }
  const found = foreign.find((text) => shown(one, path).includes(text));
  return { says: found === undefined ? undefined : `"${found}" in ${what}: ${show(one)}`, status };
}

/** All of an answer but the address that was asked for, which a redirect repeats. */
function shown({ status, headers, text }: Answered, path: string): string {
  const { location = "", ...rest } = headers;
  const [asked = ""] = path.split("?");
  return `${status} ${JSON.stringify(rest)} ${location.replace(asked, "").split("?")[0]} ${text}`;
}

function show({ status, headers, text }: Answered): string {
  return `${status} ${JSON.stringify(headers)} ${text}`.slice(0, 400);
}

function requestsFor({ alder, birch, foreign, cursors }: TwoWorlds): fc.Arbitrary<Request> {
  const of = (...values: readonly string[]) => fc.constantFrom(...values);
  const odd = of(
    "",
    "x",
    "..",
    "%00",
    "%2e%2e",
    "*",
    uuidOf("absent"),
    `malware--${uuidOf("absent")}`,
  );
  const others = fc.constantFrom(...foreign.map(encodeURIComponent));
  const root = fc.oneof(
    { weight: 14, arbitrary: of(alder.door.root) },
    of(birch.door.root),
    others,
    odd,
  );
  const own = [alder.out.id, alder.out.alias, alder.into.id, alder.dark.id, alder.feed.id];
  const collection = fc.oneof({ weight: 6, arbitrary: of(...own) }, others, odd);
  const ownObjects = [
    indicator("alder-indicator-1", AT).id,
    uuidOf("alder status"),
    ...cursors.own,
  ];
  const object = fc.oneof(of(...ownObjects), others, odd);
  const path = fc.oneof(
    of("/", "/taxii2/", "/taxii2"),
    { weight: 2, arbitrary: of(`${rootOf(alder)}collections/${alder.into.id}/objects/`) },
    fc.tuple(root).map(([r]) => `/${r}/`),
    fc
      .tuple(root, of("taxii2/", "collections/", "collections", "nothing/"))
      .map(([r, p]) => `/${r}/${p}`),
    fc.tuple(root, object).map(([r, o]) => `/${r}/status/${o}/`),
    {
      weight: 4,
      arbitrary: fc
        .tuple(root, collection, of("", "objects/", "manifest/", "objects", "manifest", "x/"))
        .map(([r, c, p]) => `/${r}/collections/${c}/${p}`),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(root, collection, object, of("", "versions/", "versions", "x/"))
        .map(([r, c, o, p]) => `/${r}/collections/${c}/objects/${o}/${p}`),
    },
    fc
      .array(fc.oneof(root, collection, object), { maxLength: 7 })
      .map((all) => `/${all.join("/")}`),
  );
  return fc
    .tuple(
      path,
      queryFor(object, cursors),
      headersFor(alder.token, birch, others),
      methods,
      bodyFor(foreign),
    )
    .map(([place, query, headers, method, body]) => ({
      path: `${place}${query}`,
      method,
      headers,
      ...(method === "POST" || method === "PUT" ? { body } : {}),
    }));
}

const methods = fc.oneof(
  { weight: 8, arbitrary: fc.constant("GET") },
  { weight: 2, arbitrary: fc.constantFrom("HEAD", "PUT", "PATCH", "OPTIONS", "PROPFIND", "FOO") },
  { weight: 3, arbitrary: fc.constantFrom("POST", "POST", "DELETE") },
);

function queryFor(
  object: fc.Arbitrary<string>,
  { own, foreign }: TwoWorlds["cursors"],
): fc.Arbitrary<string> {
  const cursor = fc.oneof(
    fc.constantFrom(...own, ...foreign),
    fc
      .tuple(fc.constantFrom(...own, ...foreign), fc.nat(60))
      .map(([text, at]) => `${text.slice(0, at)}A${text.slice(at + 1)}`),
  );
  const parameter = fc.oneof(
    cursor.map((text) => `next=${encodeURIComponent(text)}`),
    fc.constantFrom("1", "3", "1000", "0", "x").map((text) => `limit=${text}`),
    fc
      .constantFrom(AT, "2026-11-26T08:00:00.005Z", "2099-01-01T00:00:00Z", "x")
      .map((text) => `added_after=${text}`),
    fc
      .tuple(fc.constantFrom("id", "type", "version", "spec_version", "x"), object)
      .map(([name, text]) => `match[${name}]=${text}`),
    fc.constantFrom(
      "match[type]=indicator",
      "match[version]=all",
      "match[version]=first",
      "match[spec_version]=2.1",
    ),
    object.map((text) => `${text}=${text}`),
  );
  return fc
    .array(parameter, { maxLength: 3 })
    .map((all) => (all.length === 0 ? "" : `?${all.join("&")}`));
}

function headersFor(
  token: string,
  birch: TwoWorlds["birch"],
  others: fc.Arbitrary<string>,
): fc.Arbitrary<Record<string, string>> {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
  const authorization = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.constantFrom(`Bearer ${token}`, `Token ${token}`, basic(`x:${token}`)),
    },
    // Whoever has another's token is that other; half of it is nobody.
    others.map((text) => basic(`${text.replace(birch.token, "birch-")}:${token}`)),
    others.map((text) => `Bearer ${text.replace(birch.token, "birch-")}`),
    fc.constantFrom(
      "",
      basic(`${birch.door.root}:x`),
      basic(`${birch.name}:${birch.door.credential}`),
    ),
  );
  const accept = fc.oneof(
    { weight: 8, arbitrary: fc.constant(TAXII) },
    fc.constantFrom("*/*", "application/taxii+json", "text/html", ""),
  );
  const name = fc.constantFrom(
    "x-forwarded-for",
    "x-original-url",
    "x-rewrite-url",
    "x-http-method-override",
    "host",
    "range",
    "if-none-match",
    "if-match",
    "cookie",
    "x-taxii-date-added-first",
    "x-partner",
    "referer",
    "origin",
  );
  const more = fc
    .array(fc.tuple(name, others), { maxLength: 2 })
    .map((all) => Object.fromEntries(all));
  return fc
    .tuple(
      authorization,
      accept,
      fc.constantFrom(TAXII, TAXII, "application/stix+json", "text/plain"),
      more,
    )
    .map(([shownAs, accepted, type, rest]) => ({
      ...rest,
      ...(shownAs === "" ? {} : { authorization: shownAs }),
      accept: accepted,
      "content-type": type,
    }));
}

/** Ids of one's own, since a status names them again; what is another's in all other places. */
function bodyFor(foreign: readonly string[]): fc.Arbitrary<string> {
  const other = fc.constantFrom(...foreign);
  const own = fc
    .tuple(fc.nat(99), other)
    .map(([n, text]) =>
      indicator(`sent-${n}`, AT, { name: text, created_by_ref: text, object_marking_refs: [text] }),
    );
  const broken = other.map((text) => ({ id: `${text} --`, type: text, [text]: text }));
  return fc.oneof(
    fc.array(fc.oneof(own, broken), { maxLength: 3 }).map((objects) => JSON.stringify({ objects })),
    fc.array(own, { maxLength: 2 }).map((objects) => JSON.stringify({ type: "bundle", objects })),
    other.map((text) => `{"${text}":1,"${text}":2`),
    fc.constant(""),
  );
}
