import fc from "fast-check";
import { toSets } from "../src/core/measure.ts";
import { toQuestion } from "../src/core/question.ts";
import { compareEngines, untyped } from "./support/engines.ts";
import { grounds } from "./support/arbitrary.ts";
import { loadPack } from "./support/packs.ts";
const pack = await loadPack("nl-wiv");
const questions = grounds.map((one) => toQuestion(one.facts, one.recipient.members[0]!, { ...one, readsContainers: false, classificationRulesActive: false }));
let n=0;
const r = fc.check(fc.property(questions, untyped, (question, damage) => {
  n++;
  const whole = damage({ principal: question.principal, resource: question.resource, context: { ...question.context, measures: toSets(["approve:head"]) } });
  try { compareEngines(pack, question.action, whole, whole.context); } catch (e) { console.log(n, String(e)); 
   console.log(JSON.stringify(whole)); console.log((e as Error).stack); process.exit(1); }
}), { numRuns: 60000 });
console.log(n, r.failed);
