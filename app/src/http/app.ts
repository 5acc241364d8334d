import { OpenAPIHono } from "@hono/zod-openapi";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { DestinationStream } from "pino";
import type { PeoplePorts } from "../usecases/people/ports.ts";
import { answerError, answerNothing, answerOtherMethod, refuseShape } from "./answer.ts";
import { checkGuarded } from "./check-guarded.ts";
import type { Api, AppEnv, Ground, Routes } from "./env.ts";
import { limitAddress } from "./guard/limit-address.ts";
import { observe } from "./guard/observe.ts";
import { refuseForeign } from "./guard/refuse-foreign.ts";
import { securityHeaders } from "./guard/security-headers.ts";
import { makeLog } from "./log.ts";
import { Metrics } from "./metrics.ts";
import { passkeyProtocol } from "./passkeys/protocol.ts";
import { identityProviders } from "./providers/openid.ts";
import { Buckets } from "./rate-limit.ts";
import { compartmentRoutes } from "./routes/compartments.ts";
import { enrolRoutes } from "./routes/enrol.ts";
import { healthRoutes, metricsRoute } from "./routes/health.ts";
import { meRoutes } from "./routes/me.ts";
import { documentRoute } from "./routes/openapi.ts";
import { passkeyRoutes } from "./routes/passkeys.ts";
import { peopleRoutes } from "./routes/people.ts";
import { providerRoutes } from "./routes/providers.ts";
import { returnPage } from "./routes/return-page.ts";
import { roleRoutes } from "./routes/roles.ts";
import { serviceRoutes } from "./routes/services.ts";
import { signInRoutes } from "./routes/sign-in.ts";
import { tokenRoutes } from "./routes/tokens.ts";
import { SeenRequests } from "./seen-requests.ts";
import type { HttpSettings } from "./settings.ts";

/** What the server is given. */
export interface HttpPorts {
  readonly people: PeoplePorts;
  /** Whether the database answers and the ledger can be written. */
  readonly isReady: () => Promise<boolean>;
  /** Where the log goes; standard output where nothing is given. */
  readonly logTo?: DestinationStream | undefined;
}

/** Where the API's paths begin. */
const API = "/api/v1";
/** Where a browser comes back to from an identity provider: a page of the desk. */
const CALLBACK = "/sign-in/provider";

/**
 * The desk's HTTP API as a function from request to response: no port is opened. What is refused is
 * refused in this order, each before what costs more: too many of an address, other sites and hosts,
 * nobody signed in, not allowed, made before, too large, no JSON, not of the right shape.
 *
 * `more`: routes of other parts. Throws an Error for a route that does not say who may use it.
 */
export function makeApp(
  ports: HttpPorts,
  settings: HttpSettings,
  more: readonly Routes[] = [],
): OpenAPIHono<AppEnv> {
  const ground = groundOf(ports, settings);
  const app: Api = new OpenAPIHono<AppEnv>({ defaultHook: refuseShape });
  app.onError(answerError);
  app.notFound(answerNothing);
  app.use(observe(ground), securityHeaders(settings));
  app.use(methodNotAllowed({ app, onMethodNotAllowed: answerOtherMethod }));
  healthRoutes(app);
  app.use(limitAddress);
  returnPage(app);
  app.use(refuseForeign(settings));
  metricsRoute(app);
  const api: Api = new OpenAPIHono<AppEnv>({ defaultHook: refuseShape });
  for (const routes of [...OWN, ...more]) routes(api);
  app.route(API, api);
  documentRoute(app, `${API}/openapi.json`);
  checkGuarded(app);
  return app;
}

const OWN: readonly Routes[] = [
  signInRoutes,
  providerRoutes,
  enrolRoutes,
  meRoutes,
  passkeyRoutes,
  serviceRoutes,
  peopleRoutes,
  roleRoutes,
  compartmentRoutes,
  tokenRoutes,
];

function groundOf({ people, isReady, logTo }: HttpPorts, settings: HttpSettings): Ground {
  const { origin, rpId, name, providers } = settings;
  const log = makeLog(logTo);
  const metrics = new Metrics();
  const clock = (): number => Date.parse(people.now());
  const alarm: PeoplePorts["alarm"] = (code, about) => {
    metrics.alarm(code);
    log.warn({ alarm: code, ...about }, "alarm");
    people.alarm(code, about);
  };
  const party = { origin, rpId, name, timeout: people.rules.challengeLife };
  const onTrouble = (provider: string, code: string): void =>
    log.warn({ provider, code }, "provider");
  return {
    people: {
      ...people,
      alarm,
      passkeys: passkeyProtocol(party),
      providers: identityProviders(providers, `${origin}${CALLBACK}`, onTrouble),
    },
    settings,
    log,
    metrics,
    buckets: new Buckets(clock),
    seen: new SeenRequests(),
    isReady,
    clock,
  };
}
