/**
 * Set-up cannot go on. The message is one sentence that says what is wrong and what to do; the
 * launcher prints it without a stack and exits 1. Anything else thrown is a fault of our own.
 */
export class SetUpFailure extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "SetUpFailure";
  }
}
