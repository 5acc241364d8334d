/**
 * The one error of this package: bad data, refused. Its message is one sentence that says what is
 * wrong, where, and that nothing of it was believed. Wrong use by the caller (a hash that is not
 * SHA-256, an index out of range) throws a TypeError or RangeError instead.
 */
export class VerificationError extends Error {
    code;
    /** What was read, with line or entry: "note line 5", "export line 120, entry 42". */
    place;
    /** What is wrong with it, without place and remedy. */
    problem;
    constructor(code, place, problem) {
        super(`${place}: ${problem}; nothing of it was believed`);
        this.name = "VerificationError";
        this.code = code;
        this.place = place;
        this.problem = problem;
    }
}
//# sourceMappingURL=error.js.map