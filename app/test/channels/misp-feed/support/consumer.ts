/** What a MISP server keeps of a part of an event. */
interface Kept {
  timestamp: number;
  deleted: boolean;
  value?: string;
}

interface KeptEvent {
  timestamp: number;
  info: string;
  tags: Set<string>;
  readonly attributes: Map<string, Kept>;
  readonly objects: Map<string, Kept>;
}

type Json = Record<string, unknown>;

/** Answers like `fetch`. */
export type Ask = (path: string, headers: Record<string, string>) => Promise<Response>;

/**
 * A MISP server that has our feed among its own, as far as its source says what it does (connectors.md
 * §1f, MISP 2.5.1): unknown events are added, known ones fetched again only where the manifest's stamp is
 * newer, and inside, the event and every part of it taken only where its own stamp is newer. What leaves
 * the manifest stays. An event that is refused fails alone, and the next round compares again with the
 * manifest it has. A redirect ends it: the credentials would go along.
 */
export class MispConsumer {
  readonly events = new Map<string, KeptEvent>();
  /** Path and status of everything that was asked. */
  readonly asked: string[] = [];
  readonly #ask: Ask;
  readonly #headers: Record<string, string>;
  #tag: string | undefined;
  #manifest: unknown = {};

  /** `box`: the free header box of the feed, one header a line. */
  constructor(ask: Ask, box: string) {
    this.#ask = ask;
    this.#headers = {
      accept: "application/json, text/plain, text/*",
      "misp-version": "2.5.1",
      "misp-uuid": "7f1c1f0e-33a4-4f3b-9d8e-0d5a3b0c9e11",
      ...headersOf(box),
    };
  }

  /** One round. Out: how many events were fetched. */
  async poll(): Promise<number> {
    const tag = this.#tag === undefined ? {} : { "if-none-match": this.#tag };
    const answer = await this.#get("manifest.json", tag);
    if (answer.status !== 304) {
      if (answer.status !== 200) throw new Error(`the feed answers ${answer.status}`);
      this.#tag = answer.headers.get("etag") ?? undefined;
      this.#manifest = await answer.json();
    }
    if (Array.isArray(this.#manifest)) throw new Error("event '0' could not be fetched");
    let fetched = 0;
    for (const [uuid, entry] of Object.entries(this.#manifest as Record<string, Json>)) {
      const known = this.events.get(uuid);
      if (known !== undefined && Number(entry["timestamp"]) <= known.timestamp) continue;
      const event = await this.#get(`${uuid}.json`, {});
      if (event.status !== 200) continue;
      fetched += 1;
      this.#take(uuid, ((await event.json()) as { Event: Json }).Event);
    }
    return fetched;
  }

  /** Every value that is there and not deleted. */
  values(uuid: string): readonly string[] {
    const attributes = [...(this.events.get(uuid)?.attributes.values() ?? [])];
    return attributes.flatMap((one) => (one.deleted ? [] : [one.value ?? ""])).toSorted();
  }

  async #get(path: string, more: Record<string, string>): Promise<Response> {
    const answer = await this.#ask(path, { ...this.#headers, ...more });
    this.asked.push(`${path} ${answer.status}`);
    if (answer.status > 300 && answer.status < 400 && answer.status !== 304) {
      throw new Error("redirected: the credentials would go along");
    }
    return answer;
  }

  #take(uuid: string, event: Json): void {
    const timestamp = Number(event["timestamp"]);
    const known = this.events.get(uuid);
    if (known !== undefined && timestamp <= known.timestamp) return;
    const kept: KeptEvent = known ?? {
      timestamp,
      info: "",
      tags: new Set(),
      attributes: new Map(),
      objects: new Map(),
    };
    kept.timestamp = timestamp;
    kept.info = String(event["info"]);
    for (const tag of listOf(event["Tag"])) kept.tags.add(String(tag["name"]));
    const objects = listOf(event["Object"]);
    takeAll(kept.objects, objects);
    takeAll(
      kept.attributes,
      [event, ...objects].flatMap((part) => listOf(part["Attribute"])),
    );
    this.events.set(uuid, kept);
  }
}

function takeAll(kept: Map<string, Kept>, parts: readonly Json[]): void {
  for (const part of parts) {
    const uuid = String(part["uuid"]);
    const timestamp = Number(part["timestamp"]);
    const known = kept.get(uuid);
    if (known !== undefined && timestamp <= known.timestamp) continue;
    const { value } = part;
    const deleted = part["deleted"] === true;
    kept.set(uuid, { timestamp, deleted, ...(typeof value === "string" ? { value } : {}) });
  }
}

/** Each line is cut at its second colon, so a value with a colon arrives short. */
function headersOf(box: string): Record<string, string> {
  const lines = box.split("\n").filter((line) => line.trim() !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const [name = "", value = ""] = line.split(":");
      return [name.trim(), value.trim()];
    }),
  );
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}
