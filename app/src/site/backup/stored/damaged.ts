import { Refusal } from "../../../core/refusal.ts";

/** The refusal of a backup that is not what was written. `place` names the file. */
export function damaged(place: string, problem: string): Refusal {
  return new Refusal(
    "bad-backup",
    place,
    problem,
    "nothing of the backup was used: take another one",
  );
}
