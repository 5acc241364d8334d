import type { Refusal, RefusalCode } from "../core/refusal.ts";

/** What a Refusal is made of, as it goes from one thread to another: the arguments of its constructor. */
export type RefusalParts = readonly [
  code: RefusalCode,
  place: string,
  problem: string,
  remedy: string,
];

/** The parts of a Refusal: what is made of them says the same. */
export function refusalParts({ code, place, remedy, message }: Refusal): RefusalParts {
  return [code, place, message.slice(`${place}: `.length, -`; ${remedy}`.length), remedy];
}
