import type { Act } from "../../../../src/core/casework/act.ts";
import { bindCase, type BoundCase } from "../../../../src/core/casework/case-grounds.ts";
import { CASE_RULES } from "../../../../src/core/casework/case-rules.ts";
import { applyAct, stateOf, type CaseState } from "../../../../src/core/casework/case-state.ts";
import { mayBeReleased } from "../../../../src/core/casework/may-be-released.ts";
import { objectionTo } from "../../../../src/core/casework/may.ts";
import { acknowledgementsOf } from "../../../../src/core/casework/acknowledge.ts";
import { releaseObjection } from "../../../../src/core/casework/release-objection.ts";
import { decide } from "../../../../src/core/deciding/decide.ts";
import type { Pack } from "../../../../src/core/pack.ts";
import { SETTING } from "../../../support/plain.ts";
import { digest } from "./plain-case.ts";
import { allowed, statusOf } from "./allowed.ts";
import { askedOn, countingFor, leaves, releasable } from "./counts.ts";
import { askedIn, of, type Entry } from "./log.ts";
import { stepFor } from "./step.ts";
import type { Try } from "./tries.ts";
import { dayAt, PEOPLE, permissionsWith, RECIPIENTS, SHEETS, type ItemKind } from "./world.ts";

/** What came of one sequence. */
export interface Played {
  /** Where the code and the reference say different things; empty when nowhere. */
  readonly differences: readonly string[];
  /** How often what happened, to see that a campaign saw everything. */
  readonly seen: readonly string[];
}

/**
 * Plays a sequence on the code and on the reference at once, and compares after every step what may be
 * written and where the case stands, and again and again who counts and whether the item may leave.
 * `packs`: of one edition, and of the next.
 */
export function play(tries: readonly Try[], kind: ItemKind, packs: readonly [Pack, Pack]): Played {
  const game = new Game(kind, packs);
  for (const one of tries) {
    game.take(one);
    if (game.differences.length > 0) break;
  }
  game.look();
  return game;
}

const NAMES = PEOPLE.map(({ id }) => id);

const OTHER_CASE = "f".repeat(64);

type Demands = ReturnType<typeof acknowledgementsOf>;

class Game implements Played {
  readonly differences: string[] = [];
  readonly seen: string[] = [];
  readonly #kind: ItemKind;
  readonly #packs: readonly [Pack, Pack];
  /** What each edition demands that is acknowledged, by role. */
  readonly #demands: readonly [Demands, Demands];
  readonly #log: Entry[] = [];
  /** Manifests so far, with what was asked when each was made. */
  readonly #made: { readonly hash: string; readonly asked: string; readonly edition: 0 | 1 }[] = [];
  #state: CaseState | undefined;
  #days = 0;
  #edition: 0 | 1 = 0;

  constructor(kind: ItemKind, packs: readonly [Pack, Pack]) {
    this.#kind = kind;
    this.#packs = packs;
    this.#demands = [acknowledgementsOf([packs[0]]), acknowledgementsOf([packs[1]])];
  }

  take(one: Try): void {
    if (one.what === "wait") this.#days += 1 + (one.pick[0] % 3);
    if (one.what === "packs") this.#edition = this.#edition === 0 ? 1 : 0;
    if (this.#state !== undefined && one.what === "approve") this.#bind(this.#state);
    if (one.odd % 6 === 5) this.look();
    const by = this.#somebody(one);
    for (const act of this.#acts(one, by)) this.#write(act);
  }

  /** Compares who counts and whether the item may leave. */
  look(): void {
    const state = this.#state;
    if (state === undefined) return;
    const day = dayAt(this.#days);
    const bound = this.#bind(state);
    const verdicts = bound.grounds.map((grounds) => {
      const verdict = decide(grounds, [this.#pack]);
      return { ...verdict, grounds };
    });
    for (const { partner, performed, grounds, alarm } of verdicts) {
      const counting = performed.flatMap(({ measure, counts }, i) =>
        counts ? [`${measure} by ${grounds.performed[i]?.by ?? ""}`] : [],
      );
      this.#compare(`counting for ${partner}`, counting.toSorted().join(), this.#counting(partner));
      this.#compare("alarm", alarm ?? "", "");
      this.#note(performed.map(({ counts, why }) => (counts ? "counts" : why)));
    }
    const why = mayBeReleased(state, verdicts, day);
    const may = releasable(this.#log, this.#kind, day, this.#pack.version);
    this.#compare(`may be released (${why ?? "yes"})`, why === undefined, may);
    this.seen.push(why === undefined ? `released: ${this.#kind}` : "held");
  }

  get #pack(): Pack {
    return this.#packs[this.#edition];
  }

  #counting(partner: string): string {
    const day = dayAt(this.#days);
    return countingFor(partner, this.#log, this.#kind, day, this.#pack.version).join();
  }

  #bind(state: CaseState): BoundCase {
    const recipients = RECIPIENTS.filter(({ id }) => state.recipients.includes(id));
    const minister = this.#demands[0]["minister"] ?? [];
    const bound = bindCase(
      state,
      recipients,
      {
        item: "item",
        facts: SHEETS[this.#kind],
        notes: [],
        own: SETTING.own,
        people: PEOPLE,
        equivalences: [],
        permissions: permissionsWith(minister),
        now: dayAt(this.#days),
      },
      [this.#pack],
      digest,
    );
    const asked = askedOn(this.#log, dayAt(this.#days), this.#pack.version);
    this.#made.unshift({ hash: bound.hash, asked, edition: this.#edition });
    return bound;
  }

  /** Somebody; where it should fit, the next for whom the reference allows it. */
  #somebody(one: Try): string {
    const start = one.who % NAMES.length;
    const all = [...NAMES.slice(start), ...NAMES.slice(0, start)];
    const isFit = (by: string): boolean =>
      this.#acts(one, by).every((act) => allowed(this.#log, act));
    return (one.fit ? all.find(isFit) : undefined) ?? all[0] ?? "nobody";
  }

  #acts(one: Try, by: string): readonly Act[] {
    const hashes = [...new Set(this.#made.map(({ hash }) => hash))];
    const steps = stepFor(one, by, {
      day: dayAt(this.#days),
      approvals: this.#log.flatMap(({ act }) => (act.kind === "approve" ? [act.id] : [])),
      manifests: [...hashes, OTHER_CASE],
      demanded: (role) => this.#demands[this.#edition][role] ?? [],
      recipients: askedIn(this.#log).recipients,
      prepared: of(this.#log, "prepare"),
      released: of(this.#log, "release"),
    });
    return steps.map((step, i) => ({
      ...step,
      id: `act-${this.#log.length + i}`,
      by,
      at: `${dayAt(this.#days)}T12:00:00.000Z`,
      ...(one.odd > 36 ? { machine: true as const } : {}),
    }));
  }

  #write(act: Act): void {
    const why = objectionTo(act, this.#state, PEOPLE, CASE_RULES) ?? this.#held(act);
    const may = allowed(this.#log, act) && this.#leaves(act);
    this.#compare(`${act.kind} by ${act.by} (${why ?? "allowed"})`, why === undefined, may);
    this.#note([why === undefined ? `${act.kind} is written` : `not: ${why}`]);
    if (why !== undefined || !may) return;
    this.#state = this.#state === undefined ? stateOf("case", [act]) : applyAct(this.#state, act);
    this.#log.push({ act, ...this.#signature(act) });
    this.#compare(`status after ${act.kind}`, this.#state.status, statusOf(this.#log));
  }

  /** Why copies may not leave at this moment, as the code says. */
  #held(act: Act): string | undefined {
    const state = this.#state;
    if (act.kind !== "release" || state === undefined) return undefined;
    const { grounds, manifest } = this.#bind(state);
    const verdicts = grounds.map((one) => ({ ...decide(one, [this.#pack]), grounds: one }));
    const recipients = grounds.map(({ recipient }) => recipient);
    const ground = { state, recipients, verdicts, manifest, packs: [this.#pack] };
    return releaseObjection(act, { ...ground, now: dayAt(this.#days) });
  }

  /** Whether they may, as the reference says. */
  #leaves(act: Act): boolean {
    if (act.kind !== "release") return true;
    return leaves(this.#log, act, this.#kind, dayAt(this.#days), this.#pack.version);
  }

  #signature(act: Act): Partial<Entry> {
    if (act.kind !== "approve") return {};
    const made = this.#made.find(({ hash }) => hash === act.manifest);
    if (made === undefined) return { isFull: false };
    const demanded = this.#demands[made.edition][act.role] ?? [];
    const isFull = demanded.every((text) => act.acknowledges.includes(text));
    return { signed: made.asked, isFull };
  }

  /** Without names, days and numbers: what kind of thing was seen. */
  #note(texts: readonly string[]): void {
    this.seen.push(...texts.map((text) => text.replaceAll(/\d{4}-\d\d-\d\d/g, "DAY")));
  }

  #compare(what: string, code: unknown, reference: unknown): void {
    if (code === reference) return;
    this.differences.push(
      `${what}: the code says ${String(code)}, the reference ${String(reference)}`,
    );
  }
}
