import { Presets, SingleBar } from "cli-progress";

/** Shows how far a campaign is, on a terminal; says nothing in a pipe. */
export interface Progress {
  /** `done` of all, with what it is at. */
  at(done: number, what?: string): void;
  stop(): void;
}

/** Starts a bar that ends at `total`. */
export function startProgress(total: number): Progress {
  const bar = new SingleBar(
    {
      stream: process.stderr,
      format: "{bar} {value}/{total}  {eta_formatted} left  {what}",
      noTTYOutput: false,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0, { what: "" });
  return {
    at: (done, what = "") => bar.update(done, { what }),
    stop: () => bar.stop(),
  };
}
