import { expect } from "vitest";
import type { Answer } from "./browser.ts";
import { SAYS, type CaseDesk, type Colleague } from "./case-desk.ts";

export interface Shown {
  readonly partner: string;
  readonly outcome: string;
  readonly paths: readonly { readonly measures: readonly string[] }[];
  readonly performed: readonly {
    readonly measure: string;
    readonly counts: boolean;
    readonly why: string;
  }[];
  readonly texts: { readonly needs: readonly string[][]; readonly notCounted: readonly string[] };
}

/** An officer with a case that is open. */
export interface Begun {
  readonly officer: Colleague;
  readonly id: string;
  readonly answer: Answer;
}

/** What tests do with cases at a desk. */
export interface Cases {
  readonly begun: (recipients: readonly string[], more?: object) => Promise<Begun>;
  readonly stateNeed: (officer: Colleague, id: string) => Promise<Answer>;
  /** The kinds of the ledger's entries about a case, in alphabetical order. */
  readonly kindsOf: (id: string) => Promise<readonly string[]>;
}

export function useCases(opened: () => CaseDesk): Cases {
  return {
    begun: async (recipients, more = {}) => {
      const officer = await opened().hire("officer");
      const answer = await opened().case(officer, recipients, more);
      expect(answer.status).toBe(200);
      return { officer, id: String(answer.body["case"]), answer };
    },
    stateNeed: async (officer, id) => {
      await officer.step(id, "state", { measure: "state:necessity", says: SAYS });
      return officer.step(id, "state", { measure: "state:proportionality", says: SAYS });
    },
    kindsOf: async (id) => {
      const all = await opened().entries();
      return all
        .filter(({ body }) => body["case"] === id)
        .map(({ kind }) => kind)
        .toSorted();
    },
  };
}

export function verdictsOf({ body }: Answer): readonly Shown[] {
  return body["verdicts"] as readonly Shown[];
}
