import { setTimeout as pause } from "node:timers/promises";
import { ClientError } from "./client-error.ts";
import { bodiesOf, readAnswer, textOf, toBody, type Body } from "./read-answer.ts";

/** A page as it came, and what is in it. */
export interface PulledPage {
  readonly bytes: Uint8Array;
  /** STIX objects as the server holds them. */
  readonly objects: readonly Body[];
}

/** What a partner says: about a release, or a notice of a recall. */
export interface SaidWord {
  readonly about: string;
  readonly kind: "receipt" | "acknowledgement" | "destruction" | "feedback";
  readonly onward?: readonly string[];
  readonly says?: string;
}

const TAXII = "application/taxii+json;version=2.1";
const JSON_TYPE = "application/json";
const WAIT_MS = 60_000;
const MOST_ANSWER = 64_000_000;
const MOST_PAGES = 100_000;
/** How often, and how long at a time, it waits where it is told that it asks too often. */
const MOST_WAITS = 10;
const LONGEST_WAIT = 30;

/**
 * What a partner's program does at a service that runs Caveat: fetches over TAXII 2.1, reads what it was
 * given and is asked, and answers. No address outside `url` gets the secret, whatever the server says.
 */
export class PartnerClient {
  readonly #url: string;
  readonly #secret: string;
  /** The segment of the partner's own addresses. */
  readonly #root: string;

  private constructor(url: string, secret: string, root: string) {
    this.#url = url;
    this.#secret = secret;
    this.#root = root;
  }

  /**
   * Looks up the partner's own API root (TAXII 2.1 section 4.1). `url`: where partners reach the service,
   * "https://share.example". Rejects with a ClientError.
   */
  static async connect(url: string, secret: string): Promise<PartnerClient> {
    const found = await new PartnerClient(url, secret, "").#get("/taxii2/", TAXII);
    const root = textOf(found.body["default"]);
    const segment = root.startsWith(`${url}/`) ? root.slice(url.length + 1, -1) : "";
    if (/^[A-Za-z0-9_-]+$/.test(segment)) return new PartnerClient(url, secret, segment);
    throw new ClientError(url, "bad-answer", "its discovery names no API root of its own");
  }

  /** Section 5.1: id, title, alias, can_read, can_write of each. */
  async collections(): Promise<readonly Body[]> {
    const { body } = await this.#get(`/${this.#root}/collections/`, TAXII);
    return bodiesOf(body["collections"]);
  }

  /**
   * All pages of a collection (section 5.4), one after the other. `addedAfter`: only what was added
   * later than that, UTC. Rejects with a ClientError, also for a server whose pages have no end.
   */
  async *pages(collection: string, addedAfter?: string): AsyncGenerator<PulledPage> {
    const path = `/${this.#root}/collections/${encodeURIComponent(collection)}/objects/`;
    const query = new URLSearchParams(addedAfter === undefined ? {} : { added_after: addedAfter });
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const { bytes, body } = await this.#get(`${path}?${query.toString()}`, TAXII);
      yield { bytes, objects: bodiesOf(body["objects"]) };
      const next = textOf(body["next"]);
      if (body["more"] !== true) return;
      if (next === "" || next === query.get("next")) break;
      query.set("next", next);
    }
    throw new ClientError(`${this.#url}${path}`, "bad-answer", "its pages do not come to an end");
  }

  /** All objects of a collection, the last version of each. Rejects as `pages` does. */
  async objects(collection: string, addedAfter?: string): Promise<readonly Body[]> {
    const found: Body[] = [];
    for await (const page of this.pages(collection, addedAfter)) found.push(...page.objects);
    return found;
  }

  /** What it is asked to take back or to replace, until it has confirmed. */
  async notices(): Promise<readonly Body[]> {
    const { body } = await this.#get(`/words/${this.#root}/notices/`, JSON_TYPE);
    return bodiesOf(body["notices"]);
  }

  /** What it was given, and when. */
  async receipts(): Promise<readonly Body[]> {
    const { body } = await this.#get(`/words/${this.#root}/receipts/`, JSON_TYPE);
    return bodiesOf(body["receipts"]);
  }

  /** Says something: resolves once the service has it. */
  async say(word: SaidWord): Promise<void> {
    await this.#send(`/words/${this.#root}/words/`, JSON_TYPE, JSON.stringify(word));
  }

  #get(path: string, accept: string): Promise<Answer> {
    return this.#send(path, accept);
  }

  async #send(path: string, accept: string, said?: string): Promise<Answer> {
    const url = `${this.#url}${path}`;
    for (let waits = 0; ; waits += 1) {
      const response = await fetch(url, {
        headers: { accept, authorization: `Bearer ${this.#secret}`, "content-type": JSON_TYPE },
        redirect: "error",
        signal: AbortSignal.timeout(WAIT_MS),
        ...(said === undefined ? {} : { method: "POST", body: said }),
      }).catch((error: unknown) => {
        throw new ClientError(this.#url, "no-answer", "nobody answers there", error);
      });
      const bytes = await readAnswer(response, MOST_ANSWER);
      const body = toBody(response, bytes);
      if (response.ok && body !== undefined) return { bytes, body };
      const isLater = response.status === 429 || response.status === 503;
      if (!isLater || waits === MOST_WAITS) throw refused(url, response, body);
      await pause(waitOf(response) * 1_000);
    }
  }
}

interface Answer {
  readonly bytes: Uint8Array;
  readonly body: Body;
}

/** In seconds. */
function waitOf(response: Response): number {
  const seconds = Number(response.headers.get("retry-after") ?? "1");
  return seconds >= 0 && seconds <= LONGEST_WAIT ? seconds : LONGEST_WAIT;
}

function refused(url: string, { ok, status }: Response, body: Body | undefined): ClientError {
  if (ok) return new ClientError(url, "bad-answer", "it does not answer with a JSON object");
  return new ClientError(url, `status-${status}`, textOf(body?.["title"]) || "it was refused");
}
