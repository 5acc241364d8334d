import { createRoute, z } from "@hono/zod-openapi";
import { confirmRecovery } from "../../usecases/people/authority/confirm-recovery.ts";
import { endPerson } from "../../usecases/people/authority/end-person.ts";
import { invitePerson } from "../../usecases/people/authority/invite-person.ts";
import { listPeople } from "../../usecases/people/authority/list-people.ts";
import { recoverAccess } from "../../usecases/people/authority/recover-access.ts";
import { stopEnrolment } from "../../usecases/people/authority/stop-enrolment.ts";
import { actOf } from "../act.ts";
import type { Api } from "../env.ts";
import { atBrowser, FRESH, guarded, json, NO_BODY, PERSON, scoped } from "../guard/guarded.ts";
import { PROBLEMS } from "../problem.ts";
import { DONE } from "./done.ts";
import { id, name, words } from "./shape.ts";

const person = z
  .object({
    id: z.string(),
    name: z.string(),
    service: z.string(),
    administers: z.boolean(),
    ended: z.string().nullable(),
    roles: z.array(z.object({ role: z.string(), from: z.string(), until: z.string().nullable() })),
  })
  .openapi("Person");

const link = z
  .object({
    id: z.string(),
    person: z.string(),
    /** Shown this once: put it into an address as /enrol#secret and hand that over. */
    secret: z.string(),
    usableFrom: z.string(),
    expires: z.string(),
  })
  .openapi("EnrolmentLink");

const LINK = {
  200: { description: "A link, once", content: { "application/json": { schema: link } } },
  ...PROBLEMS,
};

const list = createRoute({
  method: "get",
  path: "/people",
  summary: "Everybody, with the roles that were confirmed and their days",
  ...guarded(scoped("people:read"), NO_BODY),
  responses: {
    200: {
      description: "People",
      content: { "application/json": { schema: z.object({ people: z.array(person) }) } },
    },
    ...PROBLEMS,
  },
});

const invite = createRoute({
  method: "post",
  path: "/people",
  summary: "Registers a person, who gets a link for a first key",
  ...guarded(FRESH, json()),
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({ service: name, name: words(200), administers: z.boolean() }),
        },
      },
    },
  },
  responses: LINK,
});

const end = createRoute({
  method: "post",
  path: "/people/{person}/end",
  summary: "Ends somebody's access: sessions and tokens are gone with it",
  ...guarded(FRESH, NO_BODY),
  request: { params: z.object({ person: id }) },
  responses: DONE,
});

const recover = createRoute({
  method: "post",
  path: "/people/{person}/recovery",
  summary: "Makes a link for another key; it works after a day, or once a second one confirms it",
  ...guarded(FRESH, NO_BODY),
  request: { params: z.object({ person: id }) },
  responses: LINK,
});

const confirm = createRoute({
  method: "post",
  path: "/enrolments/{enrolment}/confirm",
  summary: "Vouches for a link that another administrator made",
  ...guarded(FRESH, NO_BODY),
  request: { params: z.object({ enrolment: id }) },
  responses: DONE,
});

const stop = createRoute({
  method: "post",
  path: "/enrolments/{enrolment}/stop",
  summary: "Stops a link before it is used",
  ...guarded(PERSON, NO_BODY),
  request: { params: z.object({ enrolment: id }) },
  responses: DONE,
});

/** Who works here, and how they get in. */
export function peopleRoutes(api: Api): void {
  api.openapi(list, async (c) => {
    const all = await c.get("ground").people.store.read(listPeople);
    const people = all.map(({ roles, ended, ...who }) => ({
      ...who,
      ended: ended ?? null,
      roles: roles.map((held) => ({ ...held, until: held.until ?? null })),
    }));
    return c.json({ people }, 200);
  });
  api.openapi(invite, async (c) => {
    const invitation = { ...c.req.valid("json"), id: actOf(c) };
    const { person: by } = atBrowser(c);
    return c.json(await invitePerson(invitation, by, c.get("ground").people), 200);
  });
  api.openapi(end, async (c) => {
    const { person: whose } = c.req.valid("param");
    await endPerson(whose, actOf(c), atBrowser(c).person, c.get("ground").people);
    return c.json({ id: actOf(c) }, 200);
  });
  api.openapi(recover, async (c) => {
    const { person: whose } = c.req.valid("param");
    const by = atBrowser(c).person;
    return c.json(await recoverAccess(whose, actOf(c), by, c.get("ground").people), 200);
  });
  api.openapi(confirm, async (c) => {
    const { enrolment } = c.req.valid("param");
    await confirmRecovery(enrolment, actOf(c), atBrowser(c).person, c.get("ground").people);
    return c.json({ id: actOf(c) }, 200);
  });
  api.openapi(stop, async (c) => {
    const { enrolment } = c.req.valid("param");
    await stopEnrolment(enrolment, actOf(c), atBrowser(c).person, c.get("ground").people);
    return c.json({ id: actOf(c) }, 200);
  });
}
