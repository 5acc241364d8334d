import type { Hono } from "hono";
import { mispFeedApp } from "../../../../src/channels/misp-feed/app.ts";
import type { MispFeedSettings } from "../../../../src/channels/misp-feed/settings.ts";
import type { ChannelEnv } from "../../../../src/channels/partner-door.ts";
import { Buckets } from "../../../../src/http/rate-limit.ts";
import type { Released } from "../../../../src/usecases/release/outbox.ts";
import { MemoryOutbox, secretOf } from "../../support/memory-outbox.ts";
import { MispConsumer } from "./consumer.ts";

export const SECRET = "alder-secret-0123456789abcdef";
export const ROOT = "r7f3a";
export const FEED = "0e9c5f2e-5e0b-4c59-9a83-6a0a3ef2b111";
export const DAY = 86_400_000;
/** So that tests which are not about it never come near. */
export const UNLIMITED: Pick<MispFeedSettings, "credential" | "failures"> = {
  credential: { burst: 1e9, perSecond: 1e9, inHand: 1e9 },
  failures: { burst: 1e9, perSecond: 1e9 },
};
/** What is kept of manifests. */
export const KEPT: Pick<MispFeedSettings, "kept"> = {
  kept: { bytes: 1_000_000, milliseconds: 600_000 },
};
const KEY = new Uint8Array(32).fill(7);
const START = Date.parse("2026-11-01T00:00:00.000Z");

/** A site that serves feeds, with a clock of its own. */
export class Site {
  readonly outbox = new MemoryOutbox();
  readonly app: Hono<ChannelEnv>;
  readonly troubles: unknown[] = [];
  now = START;
  /** Of the key of the certificate that every connection is opened with. */
  certificate: Uint8Array | undefined;
  manifestsAsked = 0;
  objectsAsked = 0;
  doorsAsked = 0;

  constructor(settings: Partial<MispFeedSettings> = {}) {
    const { outbox } = this;
    this.app = mispFeedApp({
      outbox: {
        doorOf: (...args) => {
          this.doorsAsked += 1;
          return outbox.doorOf(...args);
        },
        manifest: (...args) => {
          this.manifestsAsked += 1;
          return outbox.manifest(...args);
        },
        noteFetch: (...args) => outbox.noteFetch(...args),
        objects: (...args) => {
          this.objectsAsked += 1;
          return outbox.objects(...args);
        },
      },
      now: () => new Date(this.now).toISOString(),
      settings: { ...UNLIMITED, ...KEPT, tagKey: KEY, recallDays: 30, ...settings },
      limits: new Buckets(() => this.now),
      certificateOf: () => this.certificate,
      onTrouble: (error) => this.troubles.push(error),
    });
    this.addPartner("alder", ROOT, FEED, SECRET);
  }

  addPartner(partner: string, root: string, collection: string, secret: string): void {
    this.outbox.letIn({ partner, root, credential: `${partner}-1` }, secretOf(secret));
    const about = { alias: `feed-${partner}`, title: "Feed", medium: "misp-feed" } as const;
    this.outbox.addCollection(partner, {
      id: collection,
      ...about,
      canRead: true,
      canWrite: false,
    });
  }

  /** An event leaves, or a newer version of it. */
  release(uuid: string, body: Uint8Array, collection: string = FEED): readonly Released[] {
    this.now += 1_000;
    const version = new Date(this.now).toISOString();
    const row = { id: uuid, type: "misp-event", specVersion: "2.5", version, body };
    return this.outbox.disclose(collection, [row], this.now);
  }

  get(path: string, headers: Record<string, string> = basic("user", SECRET)): Promise<Response> {
    return Promise.resolve(this.app.request(path, { headers }));
  }

  consumer(box = `Authorization: ${basic("user", SECRET)["authorization"] ?? ""}`): MispConsumer {
    return new MispConsumer((path, headers) => this.get(`/${ROOT}/${FEED}/${path}`, headers), box);
  }
}

export function basic(user: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}

/** A uuid that a number stands in. */
export function uuidOf(kind: number, number: number): string {
  const end = number.toString(16).padStart(12, "0");
  return `${kind.toString(16).padStart(8, "0")}-0000-4000-8000-${end}`;
}

/** An event as it is released: `values` become its attributes, `inObject` those of one object. */
export function eventOf(
  number: number,
  values: readonly string[],
  inObject: readonly string[] = [],
  stamp: number = START / 1000,
): Uint8Array {
  const timestamp = String(stamp);
  const attribute = (value: string, at: number, kind: number): object => ({
    uuid: uuidOf(kind, number * 1_000 + at),
    type: value.includes("|") ? "domain|ip" : "domain",
    category: "Network activity",
    value,
    comment: "seen",
    to_ids: true,
    timestamp,
  });
  const object = {
    uuid: uuidOf(4, number),
    name: "domain-ip",
    "meta-category": "network",
    description: "",
    template_uuid: uuidOf(9, 1),
    template_version: "1",
    timestamp,
    Attribute: inObject.map((value, at) => ({
      ...attribute(value, at, 3),
      object_relation: "domain",
    })),
  };
  const event = {
    uuid: uuidOf(1, number),
    info: `Event ${number}`,
    date: "2026-11-01",
    timestamp,
    publish_timestamp: timestamp,
    published: true,
    analysis: "2",
    threat_level_id: "3",
    Orgc: { uuid: uuidOf(8, 1), name: "Lowland" },
    Tag: [{ name: "tlp:amber", colour: "#ffc000" }],
    Attribute: values.map((value, at) => attribute(value, at, 2)),
    ...(inObject.length === 0 ? {} : { Object: [object] }),
  };
  return new TextEncoder().encode(JSON.stringify({ Event: event }));
}
