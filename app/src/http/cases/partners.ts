import { createRoute, z } from "@hono/zod-openapi";
import { listPartners, readPartner } from "../../usecases/cases/partners/list-partners.ts";
import type { Registered, Version } from "../../usecases/cases/records.ts";
import { recordStanding, registerPartner } from "../../usecases/cases/partners/register-partner.ts";
import type { Api, Routes } from "../env.ts";
import { guarded, json, NO_BODY, PERSON, scoped } from "../guard/guarded.ts";
import { Problem, PROBLEMS } from "../problem.ts";
import { asker, type PortsOf } from "./asker.ts";
import { partner, registered } from "./partner-shape.ts";
import { partnerId } from "./shape.ts";

/** A standing with all its experiences. */
const MOST_JSON = 1024 * 1024;

const row = z.object({
  id: z.string(),
  kind: z.enum(["partner", "group"]).nullable(),
  name: z.string().nullable(),
  version: z.int(),
  from: z.string(),
  coming: z.array(z.string()).readonly(),
});

const recorded = z
  .object({ partner: z.string(), version: z.int(), from: z.string() })
  .openapi("RecordedStanding");
const RECORDED = {
  200: { description: "Recorded", content: { "application/json": { schema: recorded } } },
  ...PROBLEMS,
};
const params = z.object({ partner: partnerId });
const body = { required: true, content: { "application/json": { schema: registered } } };

const list = createRoute({
  method: "get",
  path: "/partners",
  summary: "The partners and groups of the register",
  ...guarded(scoped("partners:read"), NO_BODY),
  responses: {
    200: {
      description: "Partners and groups",
      content: { "application/json": { schema: z.object({ partners: z.array(row) }) } },
    },
    ...PROBLEMS,
  },
});

const read = createRoute({
  method: "get",
  path: "/partners/{partner}",
  summary: "What is held about a partner or a group today",
  ...guarded(scoped("partners:read"), NO_BODY),
  request: { params },
  responses: {
    200: { description: "The partner", content: { "application/json": { schema: partner } } },
    ...PROBLEMS,
  },
});

const register = createRoute({
  method: "post",
  path: "/partners",
  summary: "Registers a partner, or a group of partners, with its first standing",
  ...guarded(PERSON, json(MOST_JSON)),
  request: { body },
  responses: RECORDED,
});

const record = createRoute({
  method: "post",
  path: "/partners/{partner}/standing",
  summary: "Records what is held about a partner from a day on; cases are decided again",
  ...guarded(PERSON, json(MOST_JSON)),
  request: { params, body },
  responses: RECORDED,
});

/** The register of partners. */
export function partnerRoutes(portsOf: PortsOf): Routes {
  return (api: Api) => {
    api.openapi(list, async (c) => {
      const versions = await listPartners(asker(c).by, portsOf(c));
      return c.json({ partners: versions.map(toRow) }, 200);
    });
    api.openapi(read, async (c) => {
      const found = await readPartner(c.req.valid("param").partner, asker(c).by, portsOf(c));
      const { partner: which, number: version, from, coming, registered: held } = found;
      return c.json({ id: which, version, from, coming, registered: held ?? null }, 200);
    });
    api.openapi(register, async (c) => {
      const { from, ...held } = c.req.valid("json");
      const given = { by: asker(c).by, registered: held, ...(from === undefined ? {} : { from }) };
      return c.json(await registerPartner(given, portsOf(c)), 200);
    });
    api.openapi(record, async (c) => {
      const { from, ...held } = c.req.valid("json");
      requireSame(c.req.valid("param").partner, held);
      const given = { by: asker(c).by, registered: held, ...(from === undefined ? {} : { from }) };
      return c.json(await recordStanding(given, portsOf(c)), 200);
    });
  };
}

function toRow({ partner: id, number: version, from, coming, registered: held }: Version) {
  const kind = held?.kind ?? null;
  return { id, kind, name: held === undefined ? null : nameOf(held), version, from, coming };
}

function nameOf(held: Registered): string {
  return held.kind === "group" ? held.group.name : held.standing.name;
}

function requireSame(which: string, held: Registered): void {
  const named = held.kind === "group" ? held.group.id : held.standing.id;
  if (named === which) return;
  const detail = "The body is about another partner than the address; give the same id in both.";
  const field = held.kind === "group" ? "body.group.id" : "body.standing.id";
  throw new Problem(400, "bad-input", detail, { field });
}
