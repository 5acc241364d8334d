import type { Written } from "../../usecases/cases/ports.ts";

/** Undoes a transaction because what it was decided on has changed. */
export class Changed extends Error {
  constructor() {
    super("what this was decided on has changed");
    this.name = "Changed";
  }
}

/** Runs a write that may find that something else came first. */
export async function unlessChanged(write: () => Promise<unknown>): Promise<Written> {
  try {
    await write();
    return "done";
  } catch (error) {
    if (error instanceof Changed) return "changed";
    throw error;
  }
}
