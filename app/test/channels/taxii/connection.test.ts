import { request as plainRequest, type IncomingHttpHeaders } from "node:http";
import { request as tlsRequest } from "node:https";
import type { Socket } from "node:net";
import type { ConnectionOptions } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ChannelEnv } from "../../../src/channels/partner-door.ts";
import { clientKey } from "../../../src/http/client-certificate.ts";
import { serve, type Serving, type TlsSettings } from "../../../src/http/serve.ts";
import { makeCertificate } from "../../http/support/certificate.ts";
import { secretOf } from "../support/memory-outbox.ts";
import { indicator, leaving } from "../support/stix.ts";
import { outOf, rootOf, TAXII, World, type Partner } from "../support/world.ts";

// What only shows on a real connection: T18, T42, T43, T44, C17.

const HOST = "127.0.0.1";
const AT = "2026-11-26T07:00:00.000Z";
const DAY = 86_400_000;
const SERVER = makeCertificate(new Date(Date.now() - DAY), new Date(Date.now() + DAY));
const TLS: TlsSettings = {
  key: SERVER.key,
  certificate: SERVER.certificate,
  clientCertificates: true,
};

interface Got {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly chunks?: readonly string[];
  readonly tls?: ConnectionOptions;
  readonly token?: string | undefined;
}

let world: World;
let alder: Partner;
let serving: Serving | undefined;

beforeEach(() => {
  const settings = { maxContentLength: 2_000 };
  world = new World({
    settings,
    certificateOf: (c) => clientKey(socketOf(c.env), Date.now()),
  });
  alder = world.addPartner("alder");
  world.disclose(alder, [leaving(indicator("one", AT))]);
});

afterEach(async () => {
  await serving?.stop();
  serving = undefined;
});

function socketOf(env: ChannelEnv["Bindings"] | undefined): Socket | undefined {
  return env?.incoming?.socket;
}

async function listen(tls?: TlsSettings): Promise<void> {
  const times = { head: 5_000, request: 5_000, idle: 100, grace: 100 };
  serving = await serve(world.app, { host: HOST, port: 0, times, ...(tls && { tls }) });
}

function send(path: string, sending: Sending = {}): Promise<Got> {
  const { method = "GET", headers = {}, chunks = [], tls } = sending;
  const token = "token" in sending ? sending.token : alder.token;
  const shown = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const all = { accept: TAXII, ...shown, ...headers };
  const options = { host: HOST, port: serving?.port, path, method, headers: all, agent: false };
  return new Promise((resolve, reject) => {
    const request = tls
      ? tlsRequest({ ...options, rejectUnauthorized: false, ...tls })
      : plainRequest(options);
    request.on("error", reject);
    request.on("response", (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, text }),
      );
    });
    for (const chunk of chunks) request.write(chunk);
    request.end();
  });
}

describe("over HTTP", () => {
  test("T18 a body in chunks is counted as it comes", async () => {
    await listen();
    const path = `${rootOf(alder)}collections/${alder.into.id}/objects/`;
    const headers = { "content-type": TAXII };
    const object = JSON.stringify({ objects: [indicator("one", AT)] });
    const small = await send(path, {
      method: "POST",
      headers,
      chunks: [object.slice(0, 9), object.slice(9)],
    });
    expect(small.status).toBe(202);
    const large = await send(path, {
      method: "POST",
      headers,
      chunks: Array<string>(30).fill(" ".repeat(100)),
    });
    expect([large.status, large.headers["content-type"]]).toEqual([413, TAXII]);
  });

  test("T42 HEAD says how long the answer would be, and odd methods get our own 405", async () => {
    await listen();
    const path = outOf(alder, "objects/");
    const [got, head] = [await send(path), await send(path, { method: "HEAD" })];
    expect([head.status, head.text]).toEqual([200, ""]);
    expect(head.headers["content-length"]).toBe(String(Buffer.byteLength(got.text)));
    for (const method of ["PUT", "OPTIONS", "PROPFIND", "TRACE"]) {
      const answered = await send(path, { method });
      expect([method, answered.status]).toEqual([method, 405]);
      expect(answered.headers["content-type"]).toBe(TAXII);
    }
  });

  test("T16 addresses that are no addresses are answered with our own errors too", async () => {
    await listen();
    for (const path of ["//", "/?", "/%", "/..//", "/taxii2/%00/"]) {
      const answered = await send(path);
      expect([path, answered.status, answered.headers["content-type"]]).toEqual([path, 404, TAXII]);
    }
  });
});

describe("over TLS", () => {
  test("T43 TLS 1.3 and 1.2 are spoken, older ones and weak suites are not", async () => {
    await listen(TLS);
    const path = outOf(alder, "objects/");
    expect((await send(path, { tls: { minVersion: "TLSv1.3" } })).status).toBe(200);
    expect((await send(path, { tls: { maxVersion: "TLSv1.2" } })).status).toBe(200);
    for (const tls of [
      { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" },
      { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-SHA" },
      { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES256-SHA384" },
      { maxVersion: "TLSv1.2", ciphers: "AES128-GCM-SHA256" },
    ] as const) {
      await expect(send(path, { tls })).rejects.toThrow(/alert|handshake|EPROTO|ECONNRESET/);
    }
  });

  const own = makeCertificate(new Date(Date.now() - DAY), new Date(Date.now() + DAY));
  const other = makeCertificate(new Date(Date.now() - DAY), new Date(Date.now() + DAY));
  const past = makeCertificate(new Date(Date.now() - 2 * DAY), new Date(Date.now() - DAY));
  const key = (pin: string) => ({ kind: "certificate", hash: Buffer.from(pin, "hex") }) as const;

  test("T44 a certificate is a credential by its public key, within its dates", async () => {
    await listen(TLS);
    world.outbox.letIn(alder.door, key(own.pin));
    world.outbox.letIn(alder.door, key(past.pin));
    const with_ = (one: typeof own) =>
      send(outOf(alder, "objects/"), {
        token: undefined,
        tls: { key: one.key, cert: one.certificate },
      });
    expect((await with_(own)).status).toBe(200);
    expect((await with_(other)).status).toBe(401);
    expect((await with_(past)).status).toBe(401);
  });

  test("C17 a credential works from its own addresses only", async () => {
    await listen();
    const path = rootOf(alder);
    world.outbox.letIn(alder.door, secretOf(alder.token), ["192.0.2.7"]);
    const refused = await send(path);
    expect(refused.status).toBe(401);
    const unknown = await send(path, { token: "nobody" });
    expect(refused.text).toBe(unknown.text);
    world.outbox.letIn(alder.door, secretOf(alder.token), [HOST]);
    expect((await send(path)).status).toBe(200);
  });
});
