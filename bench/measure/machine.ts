import { hash } from "node:crypto";
import { quantile, timed } from "./time.ts";

const BLOCK = Buffer.alloc(500, 1);
const AT_ONCE = 2_000;
const PASSES = 60;

/**
 * SHA-256 of 500 bytes a second on one thread, in the median of some 60 passes and in the best: how fast
 * the machine is just now, and how fast it can be. Figures of hours that differ here differ for that alone.
 */
export function machineSpeed(): { readonly usual: number; readonly best: number } {
  const passes = Array.from({ length: PASSES }, () => {
    const [elapsed] = timed(() => {
      for (let n = 0; n < AT_ONCE; n++) hash("sha256", BLOCK, "buffer");
    });
    return (AT_ONCE / elapsed) * 1000;
  });
  return { usual: quantile(passes, 0.5), best: Math.max(...passes) };
}
