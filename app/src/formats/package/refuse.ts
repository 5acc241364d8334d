import { Refusal } from "../../core/refusal.ts";

const PLACE = "the package";

export function noKey(): Refusal {
  const remedy = "give the secret key whose public one its sender has";
  return new Refusal("no-key", PLACE, "none of the keys given opens it", remedy);
}

export function untrusted(problem: string): Refusal {
  const remedy = "ask the sender another way which key is theirs, and name it as trusted";
  return new Refusal("untrusted-signer", PLACE, problem, remedy);
}

export function damaged(problem = "it is damaged, or no signed and encrypted package"): Refusal {
  return new Refusal("bad-package", PLACE, problem, "ask its sender for it again");
}
