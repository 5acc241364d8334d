import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { roleName, ROLES, type Role } from "../../src/store/connection/roles.ts";
import { useTestStore } from "./support/test-store.ts";

const opened = useTestStore();

/** What each role may do with each table: r read, a add, w change, d delete. Nothing where it is not named. */
const MAY: Readonly<Record<string, Partial<Record<Role, string>>>> = {
  log: { app: "ra", sequencer: "r", auditor: "r" },
  pending: { app: "ra", sequencer: "rad", auditor: "r" },
  entry: { app: "r", sequencer: "ra", auditor: "r" },
  head: { app: "r", sequencer: "raw", auditor: "r" },
  checkpoint: { app: "r", sequencer: "ra", auditor: "r" },
  cosignature: { app: "r", sequencer: "ra", auditor: "r" },
  content: { app: "ra", sequencer: "ra", auditor: "r" },
  sealed_value: { app: "ra", sequencer: "rd", auditor: "r" },
  verdict: { app: "ra", auditor: "r" },
  read_pending: { app: "a", sequencer: "rd", auditor: "r" },
  read_batch: { app: "r", sequencer: "ra", auditor: "r" },
  migration: { app: "r", sequencer: "r", auditor: "r" },
  service: { app: "ra", auditor: "r" },
  person: { app: "ra", auditor: "r" },
  person_end: { app: "ra", auditor: "r" },
  role_grant: { app: "ra", auditor: "r" },
  role_confirmation: { app: "ra", auditor: "r" },
  role_end: { app: "ra", auditor: "r" },
  compartment: { app: "ra", auditor: "r" },
  compartment_member: { app: "ra", auditor: "r" },
  compartment_member_end: { app: "ra", auditor: "r" },
  enrolment: { app: "ra", auditor: "r" },
  enrolment_confirmation: { app: "ra", auditor: "r" },
  enrolment_end: { app: "ra", auditor: "r" },
  passkey: { app: "raw", auditor: "r" },
  passkey_end: { app: "ra", auditor: "r" },
  account: { app: "rad", auditor: "r" },
  session: { app: "rawd", auditor: "r" },
  api_token: { app: "ra", auditor: "r" },
  api_token_end: { app: "ra", auditor: "r" },
  challenge: { app: "rad" },
  used_signature: { app: "ra", auditor: "r" },
  service_country: { app: "ra", auditor: "r" },
  service_alias: { app: "ra", auditor: "r" },
  partner: { app: "raw", auditor: "r" },
  partner_version: { app: "ra", auditor: "r" },
  item: { app: "raw", auditor: "r" },
  item_version: { app: "ra", auditor: "r" },
  item_service: { app: "ra", auditor: "r" },
  item_compartment: { app: "ra", auditor: "r" },
  case_file: { app: "raw", sequencer: "r", auditor: "r" },
  case_compartment: { app: "ra", auditor: "r" },
  case_partner: { app: "raw", auditor: "r" },
  case_party: { app: "raw", auditor: "r" },
  act: { app: "ra", auditor: "r" },
  approval_end: { app: "ra", auditor: "r" },
  approval: { app: "ra", auditor: "r" },
  permission: { app: "ra", auditor: "r" },
  permission_end: { app: "ra", auditor: "r" },
  permission_use: { app: "ra", auditor: "r" },
  demand: { app: "ra", auditor: "r" },
  demand_role: { app: "ra", auditor: "r" },
  clearance_step: { app: "ra", auditor: "r" },
  clearance: { app: "ra", auditor: "r" },
  case_clearance: { app: "rawd", auditor: "r" },
  case_verdict: { app: "ra", auditor: "r" },
  duty: { app: "raw", auditor: "r" },
  alarm: { app: "ra", auditor: "r" },
  item_mention: { app: "ra", auditor: "r" },
  case_mention: { app: "ra", auditor: "r" },
  hold: { app: "ra", auditor: "r" },
  hold_mention: { app: "ra", auditor: "r" },
  hold_end: { app: "ra", auditor: "r" },
  person_order: { app: "ra", auditor: "r" },
  person_order_item: { app: "ra", auditor: "r" },
  order_erasure: { app: "raw", auditor: "r" },
  collection: { app: "ra", sequencer: "r", "partner-reader": "r", auditor: "r" },
  partner_root: { app: "ra", "partner-reader": "r", auditor: "r" },
  channel_credential: { app: "ra", "partner-reader": "r", auditor: "r" },
  channel_key: { app: "ra", "partner-reader": "r", auditor: "r" },
  channel_credential_end: { app: "ra", "partner-reader": "r", auditor: "r" },
  profile: { app: "ra", auditor: "r" },
  copy: { app: "ra", sequencer: "r", auditor: "r" },
  release: { app: "ra", sequencer: "r", auditor: "r" },
  release_copy: { app: "ra", sequencer: "r", auditor: "r" },
  recall: { app: "ra", sequencer: "r", "partner-reader": "r", auditor: "r" },
  recall_copy: { app: "ra", sequencer: "r", auditor: "r" },
  revoked_name: { app: "ra", sequencer: "r", auditor: "r" },
  notice: { app: "raw", "partner-reader": "r", auditor: "r" },
  disclosure_pending: { app: "ra", sequencer: "rd", auditor: "r" },
  disclosure: { app: "r", sequencer: "ra", "partner-reader": "r", auditor: "r" },
  outbox: { sequencer: "rawd", "partner-reader": "r", auditor: "r" },
  outbox_head: { sequencer: "raw", "partner-reader": "r", auditor: "r" },
  outbox_sort: { sequencer: "ra", "partner-reader": "r", auditor: "r" },
  outbox_type: { sequencer: "ra", "partner-reader": "r", auditor: "r" },
  outbox_shared: { sequencer: "rad", auditor: "r" },
  outbox_until: { sequencer: "rad", auditor: "r" },
  intake: { app: "ra", "partner-reader": "r", auditor: "r" },
  intake_object: { app: "raw", "partner-reader": "r", auditor: "r" },
  partner_word: { app: "ra", auditor: "r" },
  register_mark: { app: "raw", sequencer: "raw", auditor: "r" },
};

/** Of these the partners' reader sees some columns only. */
const IN_PART: ReadonlySet<string> = new Set([
  "recall",
  "disclosure",
  "outbox_head",
  "intake_object",
]);

const VERBS = [
  ["r", "SELECT"],
  ["a", "INSERT"],
  ["w", "UPDATE"],
  ["d", "DELETE"],
] as const;

const WORKING = ROLES.filter((role) => role !== "migrator");

describe("what the database lets a role do", () => {
  test("is what is meant, table by table", async () => {
    const granted = await opened().asAdministrator(async (client) => {
      const { rows } = await client.query<{ readonly name: string }>(
        "select table_name as name from information_schema.tables where table_schema = 'public'",
      );
      const found: Record<string, Partial<Record<Role, string>>> = {};
      for (const { name } of rows) {
        found[name] = {};
        for (const role of WORKING) {
          const may = await rightsOf(role, name);
          if (may !== "") found[name][role] = may;
        }
      }
      return found;
    });
    expect(granted).toEqual(MAY);
  });

  test.each(WORKING)(
    "%s may not empty, reference or trigger on anything, nor make tables",
    async (role) => {
      const held = await opened().asAdministrator(async (client) => {
        const { rows } = await client.query(
          `select table_name, privilege_type from information_schema.table_privileges
         where grantee = $1 and privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')`,
          [roleName(role)],
        );
        const may = await client.query(
          "select has_schema_privilege($1, 'public', 'create') as make",
          [roleName(role)],
        );
        return [...rows, may.rows[0]];
      });
      expect(held).toEqual([{ make: false }]);
    },
  );

  test("no role is a superuser, may make databases or roles, or passes row security", async () => {
    const rows = await opened().asAdministrator(
      async (client) =>
        (
          await client.query(
            `select 1 from pg_roles where rolname like 'caveat\\_%'
             and (rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolreplication)`,
          )
        ).rows,
    );
    expect(rows).toEqual([]);
  });
});

async function rightsOf(role: Role, table: string): Promise<string> {
  return await opened().asAdministrator(async (client) => {
    let may = "";
    for (const [letter, verb] of VERBS) {
      const { rows } = await client.query<{ readonly may: boolean }>(
        verb === "DELETE"
          ? "select has_table_privilege($1, $2, $3) as may"
          : "select has_any_column_privilege($1, $2, $3) as may",
        [roleName(role), table, verb],
      );
      if (rows[0]?.may === true) may += letter;
    }
    return may;
  });
}

describe("a role that connects as itself is refused", () => {
  const denied = { code: "42501" };

  test("as app: to change or delete an entry, a verdict, content or a checkpoint", async () => {
    const app = opened().store.as("app");
    for (const table of ["entry", "verdict", "content", "checkpoint", "pending"] as const) {
      const deleting = app.transact("x", async ({ change }) => {
        await change.deleteFrom(table).execute();
      });
      await expect(deleting, table).rejects.toMatchObject(denied);
    }
    const changing = app.transact("x", async ({ change }) => {
      await change
        .updateTable("entry")
        .set({ body: Uint8Array.of(1) } as never)
        .execute();
    });
    await expect(changing).rejects.toMatchObject(denied);
  });

  test("as sequencer: to move a head to another log", async () => {
    const moving = opened()
      .store.as("sequencer")
      .transact("x", async ({ change }) => {
        await change
          .updateTable("head")
          .set({ log_id: "00000000-0000-0000-0000-000000000000" } as never)
          .execute();
      });
    await expect(moving).rejects.toMatchObject(denied);
  });

  const closed = Object.entries(MAY).filter(
    ([table, may]) => may["partner-reader"] === undefined || IN_PART.has(table),
  );

  test.each(closed)("as the partners' reader: to read %s", async (table) => {
    const reading = opened()
      .store.as("partner-reader")
      .read(
        async ({ select }) =>
          await select
            .selectFrom(table as "entry")
            .selectAll()
            .execute(),
      );
    await expect(reading).rejects.toMatchObject(denied);
  });

  test("as auditor: to add anything", async () => {
    const adding = opened()
      .store.as("auditor")
      .transact("x", async ({ change }) => {
        await change
          .insertInto("log")
          .values({ id: randomUUID(), origin: "x", partner: null })
          .execute();
      });
    await expect(adding).rejects.toMatchObject(denied);
  });
});
