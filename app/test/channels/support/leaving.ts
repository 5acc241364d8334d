import { expect } from "vitest";
import { advance } from "../../../src/site/advance.ts";
import { outboxOf } from "../../../src/site/release/outbox.ts";
import type { ReleasedBody } from "../../../src/usecases/release/outbox.ts";
import type { Medium } from "../../../src/core/release/copy.ts";
import type { Answer } from "../../http/support/browser.ts";
import { CaseDesk, PURPOSE, SAYS, type Colleague } from "../../http/support/case-desk.ts";

export const PARTNER = "linde";
/** When all that was shown may be seen. */
export const LATER = "2099-01-01T00:00:00.000Z";

const PLAN = { name: "for a partner", steps: [{ step: "generalise-time", to: "day" }] };
const FACTS = {
  topics: ["cyber-espionage"],
  evaluated: true,
  bulk: false,
  personal: false,
  sourceRevealing: false,
  reliabilityStated: true,
};

/** What left, and in which case. */
export interface Left {
  readonly id: string;
  readonly release: string;
}

/** An officer who lets things leave to one partner, through the API of a desk on a real site. */
export class Leaving implements AsyncDisposable {
  readonly desk: CaseDesk;
  readonly #officer: Colleague;
  #places = 0;

  private constructor(desk: CaseDesk, officer: Colleague) {
    this.desk = desk;
    this.#officer = officer;
  }

  static async open(): Promise<Leaving> {
    const desk = await CaseDesk.open();
    return new Leaving(desk, await desk.hire("officer"));
  }

  /** A new place of the partner. */
  async place(medium: Medium): Promise<string> {
    const name = `place-${(this.#places += 1)}`;
    const about = { alias: name, title: name, medium, canWrite: false };
    const made = await this.#officer.post(`/partners/${PARTNER}/collections`, about);
    return String(made.body["id"]);
  }

  async released(json: object, place: string): Promise<Left> {
    const id = await this.prepared(json, place);
    return { id, release: await this.release(id) };
  }

  /** A case of its own, that may be released, with a copy. */
  async prepared(json: object, place: string): Promise<string> {
    const bytes = Buffer.from(JSON.stringify(json)).toString("base64");
    const stated = [{ facts: FACTS, evidence: "Evaluation sheet 2026/1871" }];
    const submitted = { name: "item.json", bytes, stated, persons: [] };
    const item = await this.#officer.post("/items", submitted);
    const request = { purpose: PURPOSE, use: "intelligence" };
    const about = { item: item.body["item"], recipients: [PARTNER], request };
    const id = String((await this.#officer.post("/cases", about)).body["case"]);
    for (const measure of ["state:necessity", "state:proportionality"]) {
      await this.#officer.step(id, "state", { measure, says: SAYS });
    }
    await this.prepare(id, place);
    return id;
  }

  async prepare(id: string, place: string): Promise<void> {
    const asked = { recipient: PARTNER, collection: place, plan: PLAN };
    const made = await this.#officer.post(`/cases/${id}/copies`, asked);
    expect([made.status, made.body]).toEqual([200, expect.anything()]);
    this.desk.clock.pass(2_000);
  }

  /** The answer to an order to release what was prepared in a case. */
  async tryRelease(id: string): Promise<Answer> {
    return this.#officer.post(`/cases/${id}/release`, {});
  }

  async release(id: string): Promise<string> {
    const left = await this.tryRelease(id);
    expect([left.status, left.body]).toEqual([200, expect.anything()]);
    const { body } = await this.#officer.get(`/cases/${id}`);
    const steps = body["steps"] as readonly { readonly kind: string; readonly id: string }[];
    this.desk.clock.pass(2_000);
    return steps.findLast(({ kind }) => kind === "release")?.id ?? "";
  }

  /** Calls it back, or corrects it by another release. Out: the status of the answer. */
  async recall({ id, release }: Left, replacement?: string): Promise<number> {
    const how = replacement === undefined ? "recall" : "correction";
    const more = replacement === undefined ? {} : { replacement };
    const asked = { release, how, says: SAYS, ...more };
    const answer = await this.#officer.post(`/cases/${id}/recalls`, asked);
    this.desk.clock.pass(2_000);
    return answer.status;
  }

  /** Until everything that waits is shown. */
  async shown(): Promise<void> {
    await advance(this.desk.site);
    await advance(this.desk.site);
  }

  /** What a place holds: all versions, or the last ones only. */
  async rows(place: string, versions: "all" | "last"): Promise<readonly ReleasedBody[]> {
    const outbox = outboxOf(this.desk.site, () => LATER);
    const wanted = { limit: 10_000, mostBytes: 1e9, versions: [versions] };
    return (await outbox.objects(PARTNER, place, wanted)).rows;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.desk[Symbol.asyncDispose]();
  }
}
