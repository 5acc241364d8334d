import { VerificationError } from "../../src/index.ts";

/** The code that a call was refused with; "believed" when it was not refused. Other errors pass. */
export function codeOf(call: () => unknown): string {
  try {
    call();
    return "believed";
  } catch (error) {
    if (error instanceof VerificationError) return error.code;
    throw error;
  }
}

/** As `codeOf`, for a promise. */
export async function codeOfAsync(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return "believed";
  } catch (error) {
    if (error instanceof VerificationError) return error.code;
    throw error;
  }
}
