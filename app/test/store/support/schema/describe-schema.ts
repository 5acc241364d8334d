import type { ClientBase } from "pg";

/**
 * The schema of a database as SQL text that is the same for the same schema, from PostgreSQL's own
 * catalogue: tables with their columns and constraints, indexes, who was granted what, and which rows
 * a role may touch. Anything of another kind is listed under its name, so that it does not go unseen.
 */
export async function describeSchema(client: ClientBase): Promise<string> {
  const tables = await texts(client, "select relname as text from pg_class where relkind = 'r'");
  const described: string[] = [];
  for (const table of tables) described.push(await describeTable(client, table));
  const others = await texts(client, OTHERS);
  return `${[...described, ...others.map((text) => `-- ${text}`)].join("\n\n")}\n`;
}

async function describeTable(client: ClientBase, table: string): Promise<string> {
  const columns = await texts(client, COLUMNS, table, "attnum");
  const constraints = await texts(client, CONSTRAINTS, table);
  const lines = [...columns, ...constraints].map((line) => `  ${line}`).join(",\n");
  const indexes = await texts(client, INDEXES, table);
  const grants = await texts(client, GRANTS, table);
  const security = await texts(client, ROW_SECURITY, table);
  const policies = await texts(client, POLICIES, table);
  const after = [...indexes, ...grants, ...security, ...policies].map((line) => `${line};`);
  return [`create table ${table} (\n${lines}\n);`, ...after].join("\n");
}

/** Runs a query over pg_class of the schema public and gives its texts, sorted. */
async function texts(
  client: ClientBase,
  query: string,
  table?: string,
  order: string = 'text collate "C"',
): Promise<string[]> {
  const { rows } = await client.query<{ readonly text: string }>(
    `select text from (${query}${query.includes("where") ? " and" : " where"}
       relnamespace = 'public'::regnamespace ${table === undefined ? "" : "and relname = $1"}) as found
     order by ${order}`,
    table === undefined ? [] : [table],
  );
  return rows.map(({ text }) => text);
}

const COLUMNS = `select attnum, attname || ' ' || format_type(atttypid, atttypmod)
  || case when attnotnull then ' not null' else '' end
  || case when atthasdef then ' default' else '' end
  || case when attidentity <> '' then ' identity' else '' end as text
  from pg_class join pg_attribute on attrelid = pg_class.oid
  where attnum > 0 and not attisdropped`;

/** Without those for NOT NULL, which newer versions list here too. */
const CONSTRAINTS = `select 'constraint ' || conname || ' ' || pg_get_constraintdef(pg_constraint.oid)
  as text from pg_class join pg_constraint on conrelid = pg_class.oid
  where contype in ('p', 'u', 'f', 'c', 'x')`;

/** Without those that a constraint stands for. */
const INDEXES = `select pg_get_indexdef(indexrelid) as text
  from pg_class join pg_index on indrelid = pg_class.oid
  where not exists (select 1 from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))`;

const GRANTS = `select 'grant ' || privilege || ' on ' || relname || ' to ' || grantee as text from (
    select relname, relnamespace, grantee::regrole::text as grantee,
      lower(privilege_type) as privilege
      from pg_class, aclexplode(relacl) where grantee <> relowner
    union all
    select relname, relnamespace, grantee::regrole::text,
      lower(privilege_type) || ' (' || attname || ')'
      from pg_class join pg_attribute on attrelid = pg_class.oid, aclexplode(attacl)
  ) as granted where true`;

const ROW_SECURITY = `select text from (
    select relname, relnamespace, 'alter table ' || relname || ' enable row level security' as text
      from pg_class where relrowsecurity
    union all select relname, relnamespace, 'alter table ' || relname || ' force row level security'
      from pg_class where relforcerowsecurity
  ) as secured where true`;

const POLICIES = `select 'create policy ' || polname || ' on ' || relname || ' for ' || polcmd::text
  || ' to ' || (select string_agg(member::regrole::text, ', ' order by member::regrole::text)
    from unnest(polroles) as member)
  || coalesce(' using (' || regexp_replace(pg_get_expr(polqual, polrelid), '\\s+', ' ', 'g') || ')', '')
  || coalesce(' with check (' || pg_get_expr(polwithcheck, polrelid) || ')', '') as text
  from pg_class join pg_policy on polrelid = pg_class.oid where true`;

const OTHERS = `select text from (
    select relnamespace, relkind::text || ' ' || relname as text from pg_class
      where relkind not in ('r', 'i', 't')
    union all select pronamespace, 'function ' || proname from pg_proc
    union all select relnamespace, 'trigger ' || tgname from pg_trigger
      join pg_class on tgrelid = pg_class.oid where not tgisinternal
  ) as others where true`;
