import { ask } from "../../app/src/core/deciding/decide.ts";
import { toSets } from "../../app/src/core/measure.ts";
import type { Question } from "../../app/src/core/question/question.ts";
import type { CompiledPack } from "../../app/src/policy/compile-pack.ts";
import { environmentOf, respond } from "../../app/src/policy/evaluator.ts";
import type { Row } from "../measure/row.ts";
import { quantile, timed } from "../measure/time.ts";
import { randomGrounds } from "../support/random.ts";
import { freshPacks, scenarioGrounds } from "../support/site.ts";

const ROUNDS = 7;
/** Ours is so much faster that it runs the same requests several times, to be measured as long. */
const REPEAT = 20;
const LEAST = 20;
const NOTHING_DONE = toSets([]);

/** Our evaluator alone beside the preparsed, validated Cedar call, on the same requests. */
export async function evaluatorAlone(): Promise<Row> {
  const packs = await freshPacks();
  const requests = await toRequests(packs);
  const rounds = Array.from({ length: ROUNDS }, () => oneRound(requests));
  const ours = quantile(
    rounds.map((round) => round.ours),
    0.5,
  );
  const cedar = quantile(
    rounds.map((round) => round.cedar),
    0.5,
  );
  const ratio = quantile(
    rounds.map((round) => round.ours / round.cedar),
    0.5,
  );
  return {
    what: `our evaluator alone, ${requests.length} requests`,
    measured: `${Math.round(ours)} decisions/s`,
    beside: `Cedar, preparsed and validated, ${Math.round(cedar)} decisions/s: ${ratio.toFixed(0)} ×`,
    bound: `≥ ${LEAST} ×`,
    holds: ratio >= LEAST,
    boundedBy:
      "ours: closures over plain objects, nothing copied; Cedar: JSON into WebAssembly and typed conversion on every call",
  };
}

interface Asked {
  readonly pack: CompiledPack;
  readonly question: Question;
}

async function toRequests(packs: readonly CompiledPack[]): Promise<readonly Asked[]> {
  const all = [...(await scenarioGrounds()), ...randomGrounds(300, 3)];
  return all.flatMap((one) =>
    (ask(one, packs) ?? []).flatMap(({ pack, question }) => {
      const compiled = packs.find((known) => known.id === pack.id);
      return compiled === undefined ? [] : [{ pack: compiled, question }];
    }),
  );
}

/** Decisions per second of both, one straight after the other. */
function oneRound(requests: readonly Asked[]): { readonly ours: number; readonly cedar: number } {
  const [slow] = timed(() => {
    for (const { pack, question } of requests) pack.gate.authorize(question, NOTHING_DONE);
  });
  const [fast] = timed(() => {
    for (let i = 0; i < REPEAT; i++) {
      for (const { pack, question } of requests) {
        respond(pack.rules, question.action, environmentOf(question, NOTHING_DONE));
      }
    }
  });
  return {
    ours: (REPEAT * requests.length * 1000) / fast,
    cedar: (requests.length * 1000) / slow,
  };
}
