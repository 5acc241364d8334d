import { createHash } from "node:crypto";
import type { Act, Step } from "../../../../src/core/casework/act.ts";
import {
  bindCase,
  type BoundCase,
  type CaseMatter,
} from "../../../../src/core/casework/case-grounds.ts";
import { CASE_RULES } from "../../../../src/core/casework/case-rules.ts";
import { applyAct, stateOf, type CaseState } from "../../../../src/core/casework/case-state.ts";
import { mayBeReleased, type CaseVerdict } from "../../../../src/core/casework/may-be-released.ts";
import { objectionTo } from "../../../../src/core/casework/may.ts";
import { releaseObjection } from "../../../../src/core/casework/release-objection.ts";
import { decide } from "../../../../src/core/deciding/decide.ts";
import type { Pack } from "../../../../src/core/pack.ts";
import { SETTING } from "../../../support/plain.ts";
import { PEOPLE, RECIPIENTS, SHEETS, START } from "./world.ts";

export const SAYS = "for reasons that are written down";

/** Opens an ordinary case of olga's for one partner; changed as given. */
export function opening(
  recipients: readonly string[],
  change: Partial<Extract<Step, { kind: "open" }>> = {},
): Step {
  return {
    kind: "open",
    item: { id: "item", sha256: "1".repeat(64) },
    recipients,
    request: { mode: "release", purpose: "warn", use: "intelligence" },
    compartments: [],
    ...change,
  };
}

/** Necessity and proportionality. */
export const REASONS: readonly Step[] = ["necessity", "proportionality"].map((what) => ({
  kind: "state",
  measure: `state:${what}`,
  says: SAYS,
}));

/** A case under work: steps are taken in turn, each by somebody who may. */
export class PlainCase {
  readonly #packs: readonly Pack[];
  readonly #matter: CaseMatter;
  readonly #recipients: typeof RECIPIENTS;
  #state: CaseState | undefined;
  #taken = 0;

  constructor(packs: readonly Pack[], change: Partial<CaseMatter> = {}, recipients = RECIPIENTS) {
    this.#packs = packs;
    this.#recipients = recipients;
    this.#matter = {
      item: "item",
      facts: SHEETS.plain,
      notes: [],
      own: SETTING.own,
      people: PEOPLE,
      equivalences: [],
      permissions: [],
      now: START,
      ...change,
    };
  }

  get state(): CaseState {
    if (this.#state === undefined) throw new Error("the case was not opened");
    return this.#state;
  }

  /** Takes steps one after the other; throws where one is not allowed. */
  take(by: string, ...steps: readonly Step[]): this {
    for (const step of steps) {
      const act = this.act(by, step);
      const why = objectionTo(act, this.#state, this.#matter.people, CASE_RULES);
      if (why !== undefined) throw new Error(`${step.kind} by ${by}: ${why}`);
      this.write(act);
    }
    return this;
  }

  /** Writes an act whatever the rules say: what an attacker with the database could do. */
  write(act: Act): this {
    this.#state = this.#state === undefined ? stateOf("case", [act]) : applyAct(this.#state, act);
    return this;
  }

  act(by: string, step: Step): Act {
    this.#taken += 1;
    return { ...step, id: `act-${this.#taken}`, by, at: `${this.#matter.now}T09:00:00.000Z` };
  }

  /** Why a step would be refused; undefined where it would not. */
  objection(by: string, step: Step, more: Partial<Act> = {}): string | undefined {
    const act = { ...this.act(by, step), ...more } as Act;
    return objectionTo(act, this.#state, this.#matter.people, CASE_RULES);
  }

  /** Signs for what the case is now, with all that is demanded. */
  sign(by: string, role: string, change: Partial<Extract<Step, { kind: "approve" }>> = {}): this {
    return this.take(by, this.signature(role, change));
  }

  signature(role: string, change: Partial<Extract<Step, { kind: "approve" }>> = {}): Step {
    const { hash, acknowledge } = this.bind();
    return {
      kind: "approve",
      role,
      manifest: hash,
      acknowledges: acknowledge[role] ?? [],
      says: SAYS,
      ...change,
    };
  }

  bind(change: Partial<CaseMatter> = {}, packs: readonly Pack[] = this.#packs): BoundCase {
    const recipients = this.#recipients.filter(({ id }) => this.state.recipients.includes(id));
    return bindCase(this.state, recipients, { ...this.#matter, ...change }, packs, digest);
  }

  verdicts(
    change: Partial<CaseMatter> = {},
    packs: readonly Pack[] = this.#packs,
  ): readonly CaseVerdict[] {
    return this.bind(change, packs).grounds.map((grounds) => ({
      ...decide(grounds, packs),
      grounds,
    }));
  }

  /** Why it may not leave, "" where it may. */
  held(change: Partial<CaseMatter> = {}, packs: readonly Pack[] = this.#packs): string {
    const now = change.now ?? this.#matter.now;
    return mayBeReleased(this.state, this.verdicts(change, packs), now) ?? "";
  }

  /** Why these copies may not leave, by the acts and by the rules; undefined where they may. */
  leaving(
    by: string,
    step: Extract<Step, { kind: "release" }>,
    more: Partial<Act> = {},
  ): string | undefined {
    const act = { ...this.act(by, step), ...more } as Extract<Act, { kind: "release" }>;
    const { grounds, manifest } = this.bind();
    return (
      objectionTo(act, this.#state, this.#matter.people, CASE_RULES) ??
      releaseObjection(act, {
        state: this.state,
        recipients: grounds.map(({ recipient }) => recipient),
        verdicts: this.verdicts(),
        manifest,
        packs: this.#packs,
        now: this.#matter.now,
      })
    );
  }

  /** What was done for the first recipient and does not count, with the reason. */
  voids(change: Partial<CaseMatter> = {}, packs: readonly Pack[] = this.#packs): readonly string[] {
    const [first] = this.verdicts(change, packs);
    return (first?.performed ?? [])
      .filter(({ counts }) => !counts)
      .map(({ measure, why }) => `${measure}: ${why}`);
  }
}

/** SHA-256 over JSON; the order of keys is the same wherever these tests make a value. */
export function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
