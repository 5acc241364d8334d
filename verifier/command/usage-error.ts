/**
 * Nothing was checked, and why: wrong use, or one of the reader's own files that is missing or is not
 * what it should be. One sentence: what is wrong, where, what to do.
 */
export class UsageError extends Error {
  constructor(problem: string, remedy: string) {
    super(`${problem}; ${remedy}`);
    this.name = "UsageError";
  }
}
