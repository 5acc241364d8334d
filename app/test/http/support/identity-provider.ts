import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider, type Configuration } from "oidc-provider";
import type { ProviderSettings } from "../../../src/http/providers/settings.ts";

/** What an identity token says, and how it is signed. */
export interface IdToken {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  /** Undefined: no signature. */
  key: KeyObject | undefined;
}

/** A real identity provider (oidc-provider) in this process, which a test can make lie. */
export class IdentityProvider {
  readonly issuer: string;
  readonly settings: ProviderSettings;
  /** Changes each identity token before it is signed. */
  tamper: (token: IdToken) => IdToken | undefined = (token) => token;
  /** Who signs in there. */
  account = "subject-1";
  /** How. */
  login: { readonly acr?: string; readonly amr?: string[] } = {};
  readonly #server: Server;
  readonly #key: KeyObject;

  private constructor(
    issuer: string,
    server: Server,
    key: KeyObject,
    id: string,
    callback: string,
  ) {
    this.issuer = issuer;
    this.#server = server;
    this.#key = key;
    this.settings = {
      id,
      issuer,
      clientId: "caveat",
      clientSecret: "a secret of the client, 0123456789",
      algorithm: "ES256",
      insecure: true,
    };
    const provider = new Provider(issuer, this.#configuration(callback));
    provider.on("server_error", () => undefined);
    const answer = provider.callback();
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      if (request.url?.startsWith("/interaction/") === true) {
        void this.#signIn(provider, request, response);
        return;
      }
      if (request.url === "/token") this.#intercept(response);
      void answer(request, response);
    });
  }

  /** `callback`: where the desk's page for its answers is. */
  static async start(id: string, callback: string): Promise<IdentityProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const issuer = `http://127.0.0.1:${port}`;
    return new IdentityProvider(issuer, server, privateKey, id, callback);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** What a browser does that was sent there: signs in, and comes back with a query. */
  async visit(url: string): Promise<string> {
    const cookies = new Map<string, string>();
    let next = new URL(url);
    for (let hop = 0; hop < 10; hop += 1) {
      const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
      const response = await fetch(next, { redirect: "manual", headers: { cookie } });
      for (const line of response.headers.getSetCookie()) {
        const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
        cookies.set(name, value);
      }
      await response.arrayBuffer();
      const location = response.headers.get("location");
      if (location === null) throw new Error(`${response.status} at ${next.href}`);
      next = new URL(location, next);
      if (next.origin !== this.issuer) return next.search;
    }
    throw new Error("it sends the browser round in circles");
  }

  #configuration(callback: string): Configuration {
    const jwk = this.#key.export({ format: "jwk" });
    return {
      clients: [
        {
          client_id: this.settings.clientId,
          client_secret: this.settings.clientSecret,
          redirect_uris: [callback],
          id_token_signed_response_alg: "ES256",
        },
      ],
      jwks: { keys: [{ ...jwk, kid: "house", use: "sig", alg: "ES256" } as never] },
      cookies: { keys: ["only for a test"] },
      ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
      acrValues: ["two-factor"],
      claims: { openid: ["sub", "acr", "amr"], email: ["email"] },
      conformIdTokenClaims: false,
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      findAccount: (_, id) => ({
        accountId: id,
        claims: async () => ({ sub: id, email: "ada@desk.example" }),
      }),
      loadExistingGrant: async (ctx) => {
        const { client, session, provider } = ctx.oidc;
        const grant = new provider.Grant({
          ...(client === undefined ? {} : { clientId: client.clientId }),
          ...(session?.accountId === undefined ? {} : { accountId: session.accountId }),
        });
        grant.addOIDCScope("openid");
        await grant.save();
        return grant;
      },
    };
  }

  async #signIn(
    provider: Provider,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const login = { accountId: this.account, ...this.login };
    await provider.interactionFinished(request, response, { login });
  }

  /** Koa ends a JSON answer with one call. */
  #intercept(response: ServerResponse): void {
    const end = response.end.bind(response) as (body: unknown) => ServerResponse;
    response.end = ((body: unknown) => {
      const answer = JSON.parse(String(body)) as Record<string, unknown>;
      const changed = Buffer.from(JSON.stringify(this.#resign(answer)));
      response.setHeader("content-length", changed.length);
      return end(changed);
    }) as typeof response.end;
  }

  #resign(answer: Record<string, unknown>): Record<string, unknown> {
    const token = answer["id_token"];
    if (typeof token !== "string") return answer;
    const [header, claims] = token.split(".").slice(0, 2).map(decode);
    const changed = this.tamper({ header: header ?? {}, claims: claims ?? {}, key: this.#key });
    if (changed === undefined) return { ...answer, id_token: undefined };
    return { ...answer, id_token: encode(changed) };
  }
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
}

function encode({ header, claims, key }: IdToken): string {
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  if (key === undefined) return `${signed}.`;
  const pem = createPrivateKey(key.export({ type: "pkcs8", format: "pem" }));
  const signature = sign("sha256", Buffer.from(signed), { key: pem, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}
