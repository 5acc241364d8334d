/** How much of a stranger's bytes a reader takes in before it refuses. */
export interface Limits {
  /** Most bytes of one file, before and after inflating. */
  readonly bytes: number;
  /** Most nested arrays and objects in JSON. Real data need 11; see `DEFAULT_LIMITS`. */
  readonly depth: number;
  /** Most JSON values and keys together in one file. */
  readonly nodes: number;
  /** Most bytes that one compressed byte may inflate to. */
  readonly ratio: number;
  /** Most pages of one PDF. */
  readonly pdfPages: number;
  /** Longest time that reading one PDF, e-mail or large text may take, in milliseconds. */
  readonly pdfMilliseconds: number;
  /** Most memory that reading one may take, beside copies of its own bytes, in bytes. */
  readonly pdfMemory: number;
}

const MIB = 1024 * 1024;

/**
 * Wide enough for the largest public collection (34 MB, 1.2 million nodes, depth 11), narrow enough
 * that a hostile file costs seconds and not the machine. Deflate cannot do better than 1032 to 1,
 * and real collections stay under 20 to 1.
 */
export const DEFAULT_LIMITS: Limits = {
  bytes: 256 * MIB,
  depth: 64,
  nodes: 5_000_000,
  ratio: 200,
  pdfPages: 2_000,
  pdfMilliseconds: 20_000,
  pdfMemory: 768 * MIB,
};
