import { ADMINISTRATOR } from "../../../../src/core/measure.ts";

/**
 * Who may take which step when, as a table for people: the description that the code is held against.
 *
 * status   none: there is no case yet
 * who      desk: works on cases or decides; decides: holds a role that decides; signs: holds the very role
 *          that is signed under, and that role decides; requester: whoever asks
 * not      requester, assessor (assessed in this case), signer (has an approval that stands)
 * program  may a program do it in the person's name?
 */
const TABLE = `
step         status              who                not                  program
open         none                desk               -                    yes
amend        open                requester          -                    yes
state        open                desk               -                    yes
state-risk   open                desk               requester,signer     no
assess       open                desk               requester,signer     no
ask-consent  open                desk               -                    yes
consent      open                desk               -                    yes
assure       open                desk               -                    yes
approve      open                signs              requester,assessor   no
refuse       open                signs              requester            no
override     refused             signs              requester,assessor   no
retract      open                signer             -                    no
withdraw     open,refused        requester          -                    yes
close        open,refused        requester,decides  -                    yes
review       open,refused,withdrawn,closed  desk    -                    no
after-review open,refused,withdrawn,closed  desk    requester            no
prepare      open                desk               -                    yes
release      open                desk,requester     -                    yes
recall       open,refused,withdrawn,closed  desk    -                    yes
`;

/** Rungs of those who decide; a higher one overrides a lower one. */
export const RUNGS: Readonly<Record<string, number>> = {
  "second-assessor": 1,
  legal: 1,
  "power-holder": 1,
  head: 2,
  minister: 3,
};

interface Row {
  readonly step: string;
  readonly status: readonly string[];
  readonly who: readonly string[];
  readonly not: readonly string[];
  readonly program: boolean;
}

const ROWS: readonly Row[] = TABLE.trim()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [step = "", status = "", who = "", not = "", program = ""] = line.split(/\s+/);
    return {
      step,
      status: status.split(","),
      who: who.split(","),
      not: not.split(","),
      program: program === "yes",
    };
  });

/** The names of all steps. */
export const STEPS: readonly string[] = ROWS.map(({ step }) => step);

/** Whoever would take a step, seen from the table. */
export interface Actor {
  /** Roles held that day. */
  readonly roles: readonly string[];
  readonly isRequester: boolean;
  readonly isAssessor: boolean;
  /** Has an approval in this case that was not taken back. */
  readonly isSigner: boolean;
  readonly isProgram: boolean;
}

/** May this step be taken, in a case of this status? `role`: the one that is signed under. */
export function allows(step: string, status: string, actor: Actor, role = ""): boolean {
  const row = ROWS.find((one) => one.step === step);
  if (row === undefined) throw new Error(`no row for ${step}`);
  const decides = Object.keys(RUNGS);
  const is: Readonly<Record<string, boolean>> = {
    desk: actor.roles.some((one) => one === "officer" || decides.includes(one)),
    decides: actor.roles.some((one) => decides.includes(one)),
    signs: actor.roles.includes(role) && decides.includes(role),
    requester: actor.isRequester,
    assessor: actor.isAssessor,
    signer: actor.isSigner,
  };
  return (
    actor.roles.length > 0 &&
    !actor.roles.includes(ADMINISTRATOR) &&
    (row.program || !actor.isProgram) &&
    row.status.includes(status) &&
    row.who.some((who) => is[who] === true) &&
    !row.not.some((who) => is[who] === true)
  );
}
