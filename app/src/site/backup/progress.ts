/** Told how far a step is; the unit differs from step to step. */
export type Progress = (step: string, done: number, total: number) => void;
