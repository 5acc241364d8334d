/** The fields of an object that a stranger wrote. Every call throws what `refuse` makes of a bad one. */
export class Fields {
  readonly #fields: ReadonlyMap<string, unknown>;
  readonly #refuse: (problem: string) => Error;

  constructor(value: unknown, refuse: (problem: string) => Error) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw refuse("something in it is not an object");
    }
    this.#fields = new Map(Object.entries(value));
    this.#refuse = refuse;
  }

  /** A text; one of the form `pattern`, where it is given. */
  text(name: string, pattern: RegExp = /^/): string {
    const value = this.#fields.get(name);
    if (typeof value === "string" && pattern.test(value)) return value;
    throw this.bad(`its ${name} is not one`);
  }

  /** A whole number from 0. */
  count(name: string): number {
    const value = this.#fields.get(name);
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    throw this.bad(`its ${name} is not a count`);
  }

  texts(name: string): readonly string[] {
    return this.#list(name).map((one) => {
      if (typeof one === "string") return one;
      throw this.bad(`its ${name} are not all texts`);
    });
  }

  /** A list of objects. */
  list(name: string): readonly Fields[] {
    return this.#list(name).map((one) => new Fields(one, this.#refuse));
  }

  object(name: string): Fields | null {
    const value = this.#fields.get(name);
    return value === null ? null : new Fields(value, this.#refuse);
  }

  entries(): readonly (readonly [string, unknown])[] {
    return [...this.#fields];
  }

  bad(problem: string): Error {
    return this.#refuse(problem);
  }

  #list(name: string): readonly unknown[] {
    const value: unknown = this.#fields.get(name);
    if (Array.isArray(value)) return value;
    throw this.bad(`its ${name} are not a list`);
  }
}
