import type { JsonObject } from "../../../core/item.ts";
import type { Change, CopyFor } from "../../../core/release/copy.ts";
import type { SanitisePlan } from "../../../core/release/plan.ts";
import { rewrite, type Edit } from "../../../core/release/rewrite.ts";
import { RemovalLog } from "../removal-log.ts";
import { pointer } from "./object.ts";
import { Own } from "./own.ts";
import { keepSecrets } from "./secrets.ts";
import { WordScreen } from "./word-screen.ts";

/** One object on its way to a copy. */
export interface Entry {
  /** As the original names it, or how `raise` calls an observable it took out of another object. */
  readonly id: string;
  readonly type: string;
  /** JSON pointer into the original. */
  readonly place: string;
  /** As it came in, raised to STIX 2.1. */
  readonly original: JsonObject;
  /** As it is now. */
  json: JsonObject;
  isGone: boolean;
  /** It is not what its creator made any more, whatever `json` says. */
  isChanged: boolean;
}

/** What is being made of a file, step by step: its objects, what was taken out, and what was done. */
export class Draft {
  readonly entries: readonly Entry[];
  readonly to: CopyFor;
  readonly log: RemovalLog = new RemovalLog();
  readonly own: Own;
  readonly screen: WordScreen;
  readonly #byId = new Map<string, Entry>();

  constructor(entries: readonly Entry[], to: CopyFor, plan: SanitisePlan) {
    this.entries = entries;
    this.to = to;
    this.own = new Own(to, entries);
    this.screen = new WordScreen(plan, to.own);
    for (const entry of entries) this.#byId.set(entry.id, entry);
  }

  /** The object of this id, unless it is gone. */
  find(id: string): Entry | undefined {
    const entry = this.#byId.get(id);
    return entry?.isGone === false ? entry : undefined;
  }

  /** Was this an object of the item, and went? */
  isGone(id: string): boolean {
    return this.#byId.get(id)?.isGone === true;
  }

  *left(): Generator<Entry, undefined> {
    for (const entry of this.entries) if (!entry.isGone) yield entry;
    return undefined;
  }

  /** A whole object goes. Only its id is a secret where it went for the sake of another. */
  drop(entry: Entry, step: Change["step"], says: string, secrets: "all" | "id" = "all"): void {
    if (entry.isGone) return;
    entry.isGone = true;
    this.log.change(step, entry.place, says);
    this.log.secret("id", entry.id, `${entry.place}/id`);
    if (secrets === "all") keepSecrets(entry.original, entry, [], step, this.log);
  }

  /** Puts every value of an object to `edit`; what goes or is replaced becomes a secret. */
  edit(entry: Entry, step: Change["step"], says: string, edit: Edit): void {
    this.rewrite(entry, (value, way) => {
      const next = edit(value, way);
      if (next === value) return next;
      keepSecrets(value, entry, way, step, this.log);
      this.log.change(step, pointer(entry, way), next === undefined ? says : `${says}, replaced`);
      return next;
    });
  }

  /** The same where the caller keeps the log: only a part of a text goes, say. */
  rewrite(entry: Entry, edit: Edit): void {
    const before = entry.json;
    entry.json = rewrite(before, edit);
    if (entry.json !== before) entry.isChanged = true;
  }
}
