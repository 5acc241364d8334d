import type { Checkpoint } from "../checkpoint.ts";
/** The checkpoints that a reader kept from earlier, which every honest history must pass through. */
export declare class Pins {
    #private;
    constructor(pins: readonly Checkpoint[]);
    /** Throws "wrong-origin" when a pin is of another log. */
    requireOrigin(origin: string): void;
    /** Throws "other-history" when a pin of this size has another root. Sizes in ascending order. */
    pass(size: number, root: Uint8Array): void;
    /** Throws "older-history" when a pin was not reached. */
    requireAll(size: number): void;
    /** The size of the next pin to come. */
    get next(): number | undefined;
    /** The size of the last pin that agreed; 0 before the first. */
    get agreed(): number;
}
