import * as z from "zod";
import type { PackFiles } from "../../core/pack.ts";
import { Refusal } from "../../core/refusal.ts";
import { parseJson } from "../json/parse.ts";
import type { Limits } from "../limits.ts";

const bundle = z.strictObject({
  caveat: z.literal("packs/1"),
  packs: z.array(
    z.strictObject({
      name: z.string(),
      schema: z.string(),
      files: z.record(z.string().regex(/^(?:pack\.yaml|[^/\\]{1,200}\.cedar)$/), z.string()),
    }),
  ),
});

/**
 * The files of packs as they were kept with a verdict: the canonical JSON of
 * `{caveat: "packs/1", packs: [{name, schema, files}]}`. Throws a Refusal for anything else.
 */
export function parsePackBundle(
  bytes: Uint8Array,
  place: string,
  limits: Limits,
): readonly PackFiles[] {
  const result = bundle.safeParse(parseJson(bytes, place, limits));
  if (result.success) return result.data.packs;
  const what = "these are not the files of packs as they are kept with a verdict";
  throw new Refusal("bad-verdict", place, what, "restore the database from a backup");
}
