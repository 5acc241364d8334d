import { randomUUID } from "node:crypto";
import { assertWith, attest, type SoftwarePasskey } from "../assertion/software-passkey.ts";
import { ClientError } from "./client-error.ts";
import { readAnswer, textOf, toBody, type Body } from "./read-answer.ts";

/** With what somebody proves who they are: a machine's token, or a key in software. */
export type Credential =
  { readonly token: string } | { readonly passkey: SoftwarePasskey } | undefined;

const WAIT_MS = 60_000;
const MOST_ANSWER = 64_000_000;

/** Speaks to a desk's HTTP API for one person. */
export class DeskClient {
  readonly #url: string;
  readonly #credential: Credential;
  readonly #cookies: Map<string, string> = new Map();

  /** `url`: where the desk is, without a slash at the end. */
  constructor(url: string, credential?: Credential) {
    this.#url = url;
    this.#credential = credential;
  }

  /** Paths begin after "/api/v1". Rejects with a ClientError in the server's own sentence. */
  get(path: string): Promise<Body> {
    return this.#send("GET", path, undefined, "application/json");
  }

  /** `id`: of what the request makes or does; one is made where it is absent. */
  post(path: string, body?: unknown, id: string = randomUUID()): Promise<Body> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return this.#send("POST", path, text, "application/json", id);
  }

  /** Sends bytes as they are. */
  postBytes(path: string, bytes: Uint8Array, type = "application/octet-stream"): Promise<Body> {
    return this.#send("POST", path, bytes, type);
  }

  /** Opens a link and enrols this client's key. Resolves to the person's id. */
  async enrol(link: string): Promise<string> {
    const asked = await this.post("/enrol/passkey/options", { link });
    const answer = attest(this.#passkey(), this.#ceremony(asked));
    const done = await this.post("/enrol/passkey", { link, ticket: asked["ticket"], answer });
    return textOf(done["person"]);
  }

  async signIn(): Promise<void> {
    const asked = await this.post("/sign-in/passkey/options");
    const answer = assertWith(this.#passkey(), this.#ceremony(asked));
    await this.post("/sign-in/passkey", { ticket: asked["ticket"], answer });
  }

  /** Signs what a step-up asks for: the ticket and the answer, for the request that needs them. */
  sign(asked: Body): Body {
    const answer = assertWith(this.#passkey(), this.#ceremony(asked));
    return { ticket: asked["ticket"], answer };
  }

  #passkey(): SoftwarePasskey {
    const credential = this.#credential;
    if (credential !== undefined && "passkey" in credential) return credential.passkey;
    throw new Error("this client has no key to sign with");
  }

  #ceremony(asked: Body) {
    const { challenge } = asked["options"] as { readonly challenge: string };
    return { challenge, origin: this.#url, rpId: new URL(this.#url).hostname };
  }

  async #send(
    method: string,
    path: string,
    body: string | Uint8Array | undefined,
    type: string,
    id: string = randomUUID(),
  ): Promise<Body> {
    const response = await fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: this.#headers(method, body === undefined ? undefined : type, id),
      redirect: "error",
      signal: AbortSignal.timeout(WAIT_MS),
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : Buffer.from(body) }),
    }).catch((error: unknown) => {
      throw new ClientError(this.#url, "unreachable", "the desk does not answer there", error);
    });
    this.#keep(response);
    const answer = toBody(response, await readAnswer(response, MOST_ANSWER)) ?? {};
    if (response.ok) return answer;
    const { code = `status-${response.status}`, detail = "it was refused" } = answer;
    const place = `${method} ${path}`;
    throw new ClientError(place, textOf(code), textOf(detail));
  }

  #headers(method: string, type: string | undefined, id: string): Record<string, string> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const credential = this.#credential;
    return {
      ...(method === "GET" ? {} : { "caveat-request": id }),
      ...(type === undefined ? {} : { "content-type": type }),
      ...(cookie === "" ? {} : { cookie }),
      ...(credential !== undefined && "token" in credential
        ? { authorization: `Bearer ${credential.token}` }
        : { origin: this.#url, "sec-fetch-site": "same-origin" }),
    };
  }

  #keep(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split("; ");
      const [name = "", value = ""] = pair.split("=");
      if (attributes.includes("Max-Age=0")) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}
