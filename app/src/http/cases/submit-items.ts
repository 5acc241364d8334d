import { createRoute, z } from "@hono/zod-openapi";
import { submitItem } from "../../usecases/cases/items/submit-item.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, json, scoped } from "../guard/guarded.ts";
import type { BodyRule } from "../guard/read-body.ts";
import { PROBLEMS } from "../problem.ts";
import { asker, type PortsOf } from "./asker.ts";
import { itemName, stated } from "./item-shape.ts";
import { compartments, maybe, persons, sent } from "./shape.ts";

/** Most bytes of an item that is sent as it is, and of one within JSON. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_JSON = 16 * 1024 * 1024;

/** What an item may say it is. What it is, its reader finds out by itself. */
const MEDIA_TYPES = [
  "application/octet-stream",
  "application/gzip",
  "application/json",
  "application/pdf",
  "application/stix+json",
  "message/rfc822",
  "text/csv",
  "text/markdown",
  "text/plain",
] as const;
const AS_IT_IS: BodyRule = { kind: "bytes", mediaTypes: MEDIA_TYPES, most: MOST_BYTES };

const submitted = z
  .object({ item: z.string(), sha256: z.string(), isNew: z.boolean() })
  .openapi("SubmittedItem");
const SUBMITTED = {
  200: {
    description: "Kept; the same bytes again are the same item",
    content: { "application/json": { schema: submitted } },
  },
  ...PROBLEMS,
};

const submit = createRoute({
  method: "post",
  path: "/items",
  summary: "Submits an item with what is known of it: its bytes in base64",
  ...guarded(scoped("items:write"), json(MOST_JSON)),
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: sent(
            z.strictObject({
              name: itemName,
              bytes: z.string().openapi({ format: "byte" }),
              stated: maybe(stated),
              persons: maybe(persons).openapi({
                description: "All persons it is about; leave it out where nobody knows them",
              }),
              compartments: maybe(compartments),
            }),
          ).transform(({ bytes, ...about }, context) => ({
            ...about,
            bytes: fromBase64(bytes, context),
          })),
        },
      },
    },
  },
  responses: SUBMITTED,
});

const submitBytes = createRoute({
  method: "post",
  path: "/items/bytes",
  summary: "Submits an item as it is; what no reader can know is stated afterwards",
  ...guarded(scoped("items:write"), AS_IT_IS),
  request: {
    headers: z.object({
      "caveat-item-name": z
        .string()
        .max(2_000)
        .transform(fromPercent)
        .pipe(itemName)
        .openapi({ type: "string", description: "Its file's name, percent-encoded" }),
      "caveat-compartments": maybe(
        z
          .string()
          .max(1_000)
          .transform((text) => text.split(",").map((one) => one.trim()))
          .pipe(compartments as z.ZodType<readonly string[], string[]>),
      ).openapi({ type: "string", description: "With commas between them" }),
    }),
    body: {
      required: true,
      content: Object.fromEntries(
        MEDIA_TYPES.map((type) => [type, { schema: { type: "string", format: "binary" } }]),
      ),
    },
  },
  responses: SUBMITTED,
});

/** What somebody wants to be able to share. */
export function submitRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(submit, async (c) => {
      const given = { ...c.req.valid("json"), ...asker(c) };
      return c.json(await submitItem(given, portsOf(c)), 200);
    });
    api.openapi(submitBytes, async (c) => {
      const { "caveat-item-name": name, "caveat-compartments": inside } = c.req.valid("header");
      const given = { ...asker(c), name, bytes: c.get("bytes") };
      const about = inside === undefined ? {} : { compartments: inside };
      return c.json(await submitItem({ ...given, ...about }, portsOf(c)), 200);
    });
  };
}

/** Compared with its own writing: a pattern over megabytes costs more, and more than one text may be it. */
function fromBase64(text: string, context: z.RefinementCtx): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length > 0 && bytes.toString("base64") === text) return bytes;
  const message = "it is not base64 of an item's bytes";
  context.addIssue({ code: "custom", path: ["bytes"], message });
  return z.NEVER;
}

function fromPercent(text: string, context: z.RefinementCtx): string {
  try {
    return decodeURIComponent(text);
  } catch {
    context.addIssue({ code: "custom", message: "it is not percent-encoded UTF-8" });
    return z.NEVER;
  }
}
