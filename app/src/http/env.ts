import type { Context } from "hono";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Socket } from "node:net";
import type { SignInPorts } from "../usecases/people/sign-in/ports.ts";
import type { BySession, SignedIn } from "../usecases/people/sign-in/signed-in.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Buckets } from "./rate-limit.ts";
import type { SeenRequests } from "./seen-requests.ts";
import type { HttpSettings } from "./settings.ts";

/** What every request is handled with. */
export interface Ground {
  readonly people: SignInPorts;
  readonly settings: HttpSettings;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly buckets: Buckets;
  readonly seen: SeenRequests;
  /** Whether the database answers and the ledger can be written. */
  readonly isReady: () => Promise<boolean>;
  /** Milliseconds since 1970, by the same clock as the use cases. */
  readonly clock: () => number;
}

/** What a request carries while it is handled. */
export interface AppEnv {
  Bindings: { readonly incoming?: { readonly socket: Socket } };
  Variables: {
    ground: Ground;
    /** The request's id: ours, in the response and in the log. */
    request: string;
    /** The id of what a request that changes something does: its sender's, used once. */
    act: string | undefined;
    signedIn: SignedIn | undefined;
    /** The body, where a route takes it as bytes. */
    bytes: Uint8Array;
    /** Why the request was refused. */
    refused: string | undefined;
  };
}

export type Api = OpenAPIHono<AppEnv>;
export type Ask = Context<AppEnv>;

/** Adds its routes, whose paths begin after "/api/v1". */
export type Routes = (api: Api) => void;

/** Somebody at a browser. */
export type AtBrowser = SignedIn & { readonly by: BySession };
