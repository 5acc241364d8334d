import { trace, type Candidate, type Sign, type Trace } from "../../core/release/watermark.ts";

/** What it takes to find out whose copy a file is. */
export interface TracePorts {
  /** The signs in a file. Throws a Refusal for one that cannot be read. */
  readonly signsIn: (path: string) => Promise<readonly Sign[]>;
  /** Everybody a copy may have been made for, each with the keyed hash of its mark. */
  readonly candidates: () => Promise<readonly Candidate[]>;
}

/** Whose copy a file that was found somewhere is made from. Nothing is written. */
export async function traceFile(
  path: string,
  { signsIn, candidates }: TracePorts,
): Promise<Trace & { readonly candidates: number }> {
  const signs = await signsIn(path);
  const known = await candidates();
  return { ...trace(signs, known), candidates: known.length };
}
