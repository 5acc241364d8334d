import fc from "fast-check";
import type { Claim } from "../../src/core/item.ts";
import type { Grounds } from "../../src/core/deciding/decide.ts";
import { mergeFacts } from "../../src/core/facts/facts.ts";
import type { Standing } from "../../src/core/partner.ts";
import type { Request } from "../../src/core/request.ts";
import { claims, requests, standings, toGrounds } from "./arbitrary.ts";

/** Facts that stop a release whatever anybody does; a random item has nearly always one of them. */
const STOPS: ReadonlySet<Claim["fact"]> = new Set([
  "iepStart",
  "iepEnd",
  "revokedBySource",
  "wrongData",
  "needlessHealthData",
]);

/**
 * Grounds of which most have paths: random like `grounds`, without what no measure can lift. Of
 * wholly random grounds 99 in 100 come out as withhold, and show little of the search for paths.
 */
export const hopefulGrounds: fc.Arbitrary<Grounds> = fc
  .tuple(claims, standings, requests)
  .map(([list, standing, request]) =>
    toGrounds(
      mergeFacts(
        [],
        list.filter((claim) => !STOPS.has(claim.fact)),
      ).sheet,
      withoutBreach(standing),
      withoutStops(request),
    ),
  );

function withoutBreach(standing: Standing): Standing {
  return {
    ...standing,
    kind: standing.kind === "international-body" ? "service" : standing.kind,
    experiences: standing.experiences.filter((one) => one.type !== "label-breach"),
  };
}

/** An urgent request for an encrypted channel that carries caveats, about which nothing grave is known. */
function withoutStops({ channel: _channel, risk, series: _series, ...rest }: Request): Request {
  const isGrave = Object.values(risk ?? {}).includes("known-or-believed");
  return {
    ...rest,
    mode: rest.mode === "support" ? "release" : rest.mode,
    urgentWeighty: "an attack is expected within hours",
    intendedAction: rest.intendedAction === "active" ? "none" : (rest.intendedAction ?? "none"),
    ownInterestOpposes: false,
    ...(risk === undefined || isGrave ? {} : { risk }),
  };
}
