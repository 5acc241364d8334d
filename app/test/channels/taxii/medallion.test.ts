import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeWithData, sharedData } from "../../shared-data.ts";
import { secretOf, type Leaving } from "../support/memory-outbox.ts";
import { TAXII, World, type Answered } from "../support/world.ts";
import { reasonFor, type Exchange } from "./medallion-differences.ts";

// 112 exchanges with medallion 3.0.0, asked of our server with the same data. What is answered otherwise
// is so by a row of the tables, which is named.

interface Manifest {
  readonly id: string;
  readonly date_added: string;
  readonly version: string;
  readonly media_type: string;
}

interface Stored {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly can_read: boolean;
  readonly can_write: boolean;
  readonly objects: readonly Record<string, unknown>[];
  readonly manifest: readonly Manifest[];
}

const ROOT = "trustgroup1";
const TOKEN = "the-token-of-the-partner";
const LAST_SECOND = Date.parse("2026-11-23T19:34:00.000Z");

/** The data medallion served, released to one partner. */
function medallionWorld(): World {
  const data = JSON.parse(
    readFileSync(sharedData("taxii-medallion", "default_data.json"), "utf8"),
  ) as { [ROOT]: { collections: Stored[]; status: Record<string, unknown>[] } };
  const world = new World({
    settings: {
      title: "Malware Research Group",
      description: "A trust group setup for malware researchers",
      maxContentLength: 9_765_625,
    },
  });
  world.outbox.letIn({ partner: "group", root: ROOT, credential: "c" }, secretOf(TOKEN));
  for (const stored of data[ROOT].collections) {
    world.outbox.addCollection("group", {
      id: stored.id,
      alias: stored.id.slice(0, 8),
      title: stored.title,
      ...(stored.description === undefined ? {} : { description: stored.description }),
      medium: "taxii",
      canRead: stored.can_read,
      canWrite: stored.can_write,
    });
    for (const record of stored.manifest) {
      world.outbox.disclose(stored.id, [toLeaving(record, stored)], Date.parse(record.date_added));
    }
  }
  const [status] = data[ROOT].status;
  world.outbox.putIntake("group", "", toIntake(status ?? {}));
  world.now = LAST_SECOND;
  return world;
}

function toLeaving({ id, version, media_type }: Manifest, { objects }: Stored): Leaving {
  const object = objects.find(
    (one) => one["id"] === id && (one["modified"] ?? one["created"]) === version,
  );
  return {
    id,
    type: id.slice(0, id.indexOf("--")),
    specVersion: media_type.slice(-3),
    // One version there is newer than its date, which no collection of ours can hold (C06).
    version: version.startsWith("2018") ? "2017-01-27T13:49:59.000Z" : version,
    mediaType: media_type,
    body: Buffer.from(JSON.stringify(object)),
  };
}

function toIntake(status: Record<string, unknown>): Parameters<World["outbox"]["putIntake"]>[2] {
  const of = (list: string, state: "success" | "failure" | "pending") =>
    ((status[list] ?? []) as { id: string; version: string; message?: string }[]).map((one) => ({
      ...one,
      state,
    }));
  return {
    id: String(status["id"]),
    at: String(status["request_timestamp"]),
    objects: [
      ...of("successes", "success"),
      ...of("failures", "failure"),
      ...of("pendings", "pending"),
    ],
  };
}

describeWithData("the exchanges with medallion", () => {
  test("each is answered alike, or otherwise by a row that is named", async () => {
    const exchanges = JSON.parse(
      readFileSync(sharedData("taxii-medallion", "exchanges.json"), "utf8"),
    ) as Exchange[];
    const counts = new Map<string, number>();
    const unexplained: string[] = [];
    let world = medallionWorld();
    let last = "";
    let nexts = new Map<string, string>();
    for (const [i, exchange] of exchanges.entries()) {
      if (exchange.test !== last)
        [world, nexts, last] = [medallionWorld(), new Map(), exchange.test];
      const answered = await replay(exchange, world, nexts);
      const said = differences(exchange, answered);
      const reason = said.length === 0 ? "alike" : reasonFor(exchange, answered.status);
      counts.set(reason ?? "unexplained", (counts.get(reason ?? "unexplained") ?? 0) + 1);
      if (reason === undefined) unexplained.push(`${i} ${exchange.test}: ${said.join("; ")}`);
    }
    expect(unexplained).toEqual([]);
    expect(exchanges).toHaveLength(112);
    expect(Object.fromEntries(counts)).toEqual(COUNTS);
  });
});

/** How many of each. */
const COUNTS = {
  "C07 an empty page says more:false and how far": 2,
  "C13 a collection says its alias": 1,
  "C15 what a partner sends waits for the desk and is not served (docs/decisions/014)": 9,
  "T01 only the partner's own root is named": 1,
  "T11 nothing is deleted by who reads (docs/decisions/014)": 7,
  "T16 an error is of TAXII's media type, and not HTML": 4,
  "T21 without a credential nothing is said (recorded without the headers they were sent with)": 33,
  "T30 no two dates are the same, C06 no version is newer than its date": 5,
  alike: 50,
};

/** Asks the same, with our credential, and with the `next` or the status id that ours gave for theirs. */
async function replay(
  { request, response }: Exchange,
  world: World,
  names: Map<string, string>,
): Promise<Answered> {
  const path = [...names].reduce(
    (text, [theirs, ours]) => text.replace(theirs, ours),
    request.path,
  );
  const { Authorization, ...headers } = request.headers;
  const answered = await world.ask(path, {
    method: request.method,
    token: Authorization === undefined ? undefined : TOKEN,
    headers: { accept: headers["Accept"] ?? "", ...headers },
    ...(request.body === null ? {} : { body: request.body }),
  });
  for (const name of [
    /"next":\s*"([^"]+)"/,
    /^(?=.*total_count).*[{,]\s*"id":\s*"([0-9a-f-]{36})"/,
  ]) {
    const [theirs, ours] = [response.body, answered.text].map((text) => name.exec(text)?.[1]);
    if (theirs !== undefined && ours !== undefined) names.set(theirs, ours);
  }
  return answered;
}

function differences(
  { response }: Exchange,
  { status, headers, text }: Answered,
): readonly string[] {
  const said: string[] = [];
  if (status !== response.status) said.push(`status ${status} and not ${response.status}`);
  for (const name of ["X-TAXII-Date-Added-First", "X-TAXII-Date-Added-Last"]) {
    const [ours, theirs] = [headers[name.toLowerCase()], response.headers[name]];
    if (ours !== theirs) said.push(`${name} ${ours} and not ${theirs}`);
  }
  if (headers["content-type"] !== TAXII) said.push("media type");
  if (canonical(text) !== canonical(response.body))
    said.push(`${text.slice(0, 200)} and not ${response.body.slice(0, 200)}`);
  return said;
}

/** What a body says, apart from the order of keys, from ids made on the way, and from how errors are put. */
function canonical(text: string): string {
  if (text === "") return "";
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return text;
  }
  const { http_status: error } = body as { http_status?: string };
  if (error !== undefined) return `error ${error}`;
  return JSON.stringify(sorted(made(body))).replaceAll(/"next":"[^"]+"/g, '"next":""');
}

/** A status without what is new each time, and without remarks on what went well. */
function made(body: unknown): unknown {
  const { total_count, successes = [] } = body as { total_count?: number; successes?: object[] };
  if (total_count === undefined) return body;
  const plain = successes.map((one) => ({ ...one, message: "" }));
  return { ...(body as object), id: "", request_timestamp: "", successes: plain };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}
