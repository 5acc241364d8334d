import { randomUUID } from "node:crypto";
import {
  assertWith,
  attest,
  makePasskey,
  type Ceremony,
  type SoftwarePasskey,
} from "../../../src/assertion/software-passkey.ts";
import type { Desk } from "./desk.ts";

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
}

/** What a browser, or whoever looks like one, sends besides. */
export interface Sending {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly address?: string;
}

let machines = 0;

/** Each browser on a machine of its own. */
function nextAddress(): string {
  machines += 1;
  return `10.${machines >> 16}.${(machines >> 8) & 255}.${machines & 255}`;
}

/** A browser with its cookies, and somebody before it with a key. */
export class Browser {
  readonly desk: Pick<Desk, "app" | "settings">;
  readonly cookies: Map<string, string> = new Map();
  passkey: SoftwarePasskey = makePasskey();
  counter = 0;
  person = "";
  readonly address: string = nextAddress();

  constructor(desk: Pick<Desk, "app" | "settings">) {
    this.desk = desk;
  }

  get(path: string, sending: Sending = {}): Promise<Answer> {
    return this.send("GET", path, undefined, sending);
  }

  post(path: string, body?: unknown, sending: Sending = {}): Promise<Answer> {
    return this.send("POST", path, body, sending);
  }

  /** Paths begin after "/api/v1", or with "//" at the root. */
  async send(method: string, path: string, body: unknown, sending: Sending): Promise<Answer> {
    const { app, settings } = this.desk;
    const url = `${settings.origin}${path.startsWith("//") ? path.slice(1) : `/api/v1${path}`}`;
    const response = await app.request(
      url,
      {
        method,
        headers: this.#headers(method, body, sending.headers),
        ...(body === undefined
          ? {}
          : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      },
      { incoming: { socket: { remoteAddress: sending.address ?? this.address } } },
    );
    this.#keep(response);
    return { status: response.status, body: await read(response), headers: response.headers };
  }

  #headers(method: string, body: unknown, more: Sending["headers"] = {}): Headers {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const all: Record<string, string | undefined> = {
      "sec-fetch-site": "same-origin",
      ...(cookie === "" ? {} : { cookie }),
      ...(method === "GET"
        ? {}
        : { "caveat-request": randomUUID(), origin: this.desk.settings.origin }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...more,
    };
    const headers = new Headers();
    for (const [name, value] of Object.entries(all)) {
      if (value !== undefined) headers.set(name, value);
    }
    return headers;
  }

  #keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split("; ");
      const [name = "", value = ""] = pair.split("=");
      if (attributes.includes("Max-Age=0")) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  /** What a key would be asked, as this site asks. */
  ceremony(request: Answer, change: Partial<Ceremony> = {}): Ceremony {
    const options = request.body["options"] as { readonly challenge: string };
    const { origin, rpId } = this.desk.settings;
    const { counter } = this;
    return { challenge: options.challenge, origin, rpId, counter, ...change };
  }

  async enrol(link: string): Promise<Answer> {
    const request = await this.post("/enrol/passkey/options", { link });
    if (request.status !== 200) return request;
    const answer = attest(this.passkey, this.ceremony(request));
    const { ticket } = request.body;
    const enrolled = await this.post("/enrol/passkey", { link, ticket, answer });
    this.person = String(enrolled.body["person"]);
    return enrolled;
  }

  /** Signs in by key; `change` makes the key misbehave. */
  async signIn(change: Partial<Ceremony> = {}): Promise<Answer> {
    const request = await this.post("/sign-in/passkey/options");
    if (request.status !== 200) return request;
    const answer = assertWith(this.passkey, this.ceremony(request, change));
    return this.post("/sign-in/passkey", { ticket: request.body["ticket"], answer });
  }
}

async function read(response: Response): Promise<Answer["body"]> {
  const text = await response.text();
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  if (!isJson || text === "") return { text };
  return JSON.parse(text) as Answer["body"];
}
