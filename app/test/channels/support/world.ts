import type { Hono } from "hono";
import { taxiiApp } from "../../../src/channels/taxii/app.ts";
import { taxiiSettings, type TaxiiSettings } from "../../../src/channels/taxii/settings.ts";
import type { ChannelEnv, DoorPorts } from "../../../src/channels/partner-door.ts";
import { Buckets } from "../../../src/http/rate-limit.ts";
import type { Collection, Door, Outbox } from "../../../src/usecases/release/outbox.ts";
import { MemoryOutbox, secretOf, type Leaving } from "./memory-outbox.ts";
import { uuidOf } from "./stix.ts";

export const TAXII = "application/taxii+json;version=2.1";
export const START = Date.parse("2026-11-26T08:00:00.000Z");
export const KEYS: readonly Uint8Array[] = [new Uint8Array(32).fill(7)];

/** So that tests which are not about it never come near. */
const UNLIMITED = {
  credential: { burst: 1e9, perSecond: 1e9, inHand: 1e9 },
  failures: { burst: 1e9, perSecond: 1e9 },
};

/** A partner of the tests, with a collection to read, one to write, one closed and a feed. */
export interface Partner {
  readonly name: string;
  readonly door: Door;
  readonly token: string;
  readonly out: Collection;
  readonly into: Collection;
  readonly dark: Collection;
  readonly feed: Collection;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | ReadableStream;
  /** A bearer token; undefined for none. */
  readonly token?: string | undefined;
}

export interface WorldOptions {
  readonly settings?: Partial<TaxiiSettings>;
  /** What stands between server and store. */
  readonly through?: (outbox: MemoryOutbox) => Outbox;
  readonly cursorKeys?: readonly Uint8Array[];
  readonly certificateOf?: DoorPorts["certificateOf"];
}

/** A server over a store in memory, with a clock that stands until it is moved. */
export class World {
  readonly outbox: MemoryOutbox;
  readonly troubles: unknown[] = [];
  now: number = START;
  app: Hono<ChannelEnv>;
  #ids = 0;
  readonly #options: WorldOptions;

  constructor(options: WorldOptions = {}, outbox: MemoryOutbox = new MemoryOutbox()) {
    this.#options = options;
    this.outbox = outbox;
    outbox.now = () => new Date(this.now).toISOString();
    this.app = this.#make(options.cursorKeys ?? KEYS);
  }

  /** What a restart leaves: the store and the keys it is given. */
  restart(cursorKeys: readonly Uint8Array[] = this.#options.cursorKeys ?? KEYS): void {
    this.app = this.#make(cursorKeys);
  }

  addPartner(name: string): Partner {
    const door = { partner: name, root: `r-${uuidOf(`root ${name}`)}`, credential: uuidOf(name) };
    const token = `${name}-${uuidOf(`token ${name}`)}`;
    this.outbox.letIn(door, secretOf(token));
    const place = (what: string, more: Partial<Collection>): Collection => {
      const collection: Collection = {
        id: uuidOf(`${name} ${what}`),
        alias: `${name}-${what}`,
        title: `${name} ${what}`,
        medium: "taxii",
        canRead: false,
        canWrite: false,
        ...more,
      };
      this.outbox.addCollection(name, collection);
      return collection;
    };
    return {
      name,
      door,
      token,
      out: place("out", { canRead: true, description: `What is released to ${name}` }),
      into: place("into", { canWrite: true }),
      dark: place("dark", {}),
      feed: place("feed", { canRead: true, medium: "misp-feed" }),
    };
  }

  disclose(to: Partner, objects: readonly Leaving[], at: number = this.now): void {
    this.outbox.disclose(to.out.id, objects, at);
    this.now = Math.max(this.now, at + objects.length);
  }

  async ask(path: string, asking: Asking = {}): Promise<Answered> {
    const { method = "GET", headers = {}, body, token } = asking;
    const response = await this.app.request(path, {
      method,
      headers: {
        accept: TAXII,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body, duplex: "half" }),
    });
    const text = await response.text();
    return { status: response.status, headers: Object.fromEntries(response.headers), text };
  }

  /** The same, without using up an id that others would get. */
  async askApart(path: string, asking: Asking): Promise<Answered> {
    const before = this.#ids;
    this.#ids = 1_000_000 + before;
    const answered = await this.ask(path, asking);
    this.#ids = before;
    return answered;
  }

  #make(cursorKeys: readonly Uint8Array[]): Hono<ChannelEnv> {
    const { settings = {}, through, certificateOf = () => undefined } = this.#options;
    return taxiiApp({
      outbox: through?.(this.outbox) ?? this.outbox,
      now: () => new Date(this.now).toISOString(),
      newId: () => uuidOf(`id ${(this.#ids += 1)}`),
      cursorKeys,
      settings: taxiiSettings({ url: "https://share.example", ...UNLIMITED, ...settings }),
      limits: new Buckets(() => this.now),
      certificateOf,
      onTrouble: (error) => this.troubles.push(error),
    });
  }
}

/** The addresses of a partner's things. */
export function rootOf({ door }: Partner): string {
  return `/${door.root}/`;
}

export function outOf(partner: Partner, rest = ""): string {
  return `${rootOf(partner)}collections/${partner.out.id}/${rest}`;
}

/** The JSON object of an answer. */
export function bodyOf({ text }: Answered): Record<string, unknown> {
  return JSON.parse(text) as Record<string, unknown>;
}

/** The objects or records of a page. */
export function objectsOf(answered: Answered): readonly Record<string, unknown>[] {
  return (bodyOf(answered)["objects"] ?? []) as readonly Record<string, unknown>[];
}
