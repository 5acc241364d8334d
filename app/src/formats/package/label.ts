import { createHash } from "node:crypto";
import * as z from "zod";
import { Refusal } from "../../core/refusal.ts";
import type { Caveat } from "../../core/release/copy.ts";
import { parseJson } from "../json/parse.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { isPackedName, type PackedFile } from "./container.ts";

/** What a package says of itself to programs: label.json. */
export interface PackageLabel {
  readonly format: "caveat-package/1";
  readonly from: PackageSender;
  /** When it was made: UTC. */
  readonly at: string;
  readonly content: { readonly file: string; readonly mediaType: string };
  /** What the recipient must keep to. */
  readonly caveats: readonly Caveat[];
  /** Every other file: lower-case hex of its SHA-256. */
  readonly files: Readonly<Record<string, string>>;
  /**
   * Whose keys it was encrypted to: OpenPGP fingerprints, age recipients. Signed with the rest, so that
   * nobody can pass a signed package on as if its sender had sent it there.
   */
  readonly sealedFor: readonly string[];
  /** OpenPGP: what stands before the encrypted data, which that format leaves unprotected. */
  readonly head?: { readonly size: number; readonly sha256: string };
}

export interface PackageSender {
  readonly name: string;
  /** UUID of the organisation. */
  readonly organisation: string;
}

const MOST_BYTES = 1_000_000;
const text = z.string().min(1).max(20_000);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const file = z.string().refine(isPackedName);

const shape: z.ZodType<PackageLabel> = z.strictObject({
  format: z.literal("caveat-package/1"),
  from: z.strictObject({ name: text, organisation: z.uuid() }),
  at: z.iso.datetime(),
  content: z.strictObject({ file, mediaType: text }),
  caveats: z
    .array(z.strictObject({ id: text, says: text, label: text.exactOptional() }))
    .max(1_000),
  files: z.record(file, hash),
  sealedFor: z.array(text).min(1).max(100),
  head: z.strictObject({ size: z.int().positive(), sha256: hash }).exactOptional(),
});

export const LABEL = "label.json";

/** The file label.json, for people who look into it, too. */
export function writeLabel(label: PackageLabel): PackedFile {
  return { name: LABEL, bytes: new TextEncoder().encode(`${JSON.stringify(label, null, 2)}\n`) };
}

/** Reads label.json; the bytes are hostile. Throws a Refusal "bad-package" or those of `parseJson`. */
export function readLabel({ name, bytes }: PackedFile): PackageLabel {
  const limits = { ...DEFAULT_LIMITS, bytes: MOST_BYTES, depth: 8 };
  const result = shape.safeParse(parseJson(bytes.subarray(0, MOST_BYTES), name, limits));
  if (result.success) return result.data;
  const place = [name, ...(result.error.issues[0]?.path ?? [])].join("/");
  const remedy = "open it with a newer version, or ask its sender";
  throw new Refusal("bad-package", place, "this is not what version 1 of the label has", remedy);
}

/** The hashes of files, for the label. */
export function hashesOf(files: readonly PackedFile[]): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map(({ name, bytes }) => [name, sha256Hex(bytes)]));
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
