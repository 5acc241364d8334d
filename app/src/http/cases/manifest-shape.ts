import { z } from "@hono/zod-openapi";
import type { Manifest } from "../../core/casework/manifest.ts";
import { medium } from "../release/plan-shape.ts";
import { maybe } from "./shape.ts";
import { asked } from "./step-shape.ts";

const texts = z.array(z.string());

const copy = z.object({
  partner: z.string(),
  medium,
  collection: z.string(),
  act: z.string(),
  sha256: z.string(),
});

/** As it is signed: of the canonical JSON (RFC 8785) of exactly this. */
export const manifest: z.ZodType<Manifest> = z
  .object({
    case: z.string(),
    item: z.object({ id: z.string(), sha256: z.string() }),
    recipients: z.array(
      z.object({ id: z.string(), caveats: texts, rules: texts, copies: maybe(z.array(copy)) }),
    ),
    request: asked,
    packs: z.array(z.object({ id: z.string(), version: z.string(), hash: z.string() })),
  })
  .openapi("Manifest");
