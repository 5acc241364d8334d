/** The tables of which rows are remembered, see RegisterMemory. */
export const REGISTER_TABLES: ReadonlySet<string> = new Set([
  "service",
  "service_country",
  "service_alias",
  "person",
  "person_end",
  "role_grant",
  "role_confirmation",
  "role_end",
  "compartment",
  "compartment_member",
  "compartment_member_end",
  "api_token",
  "api_token_end",
  "partner",
  "partner_version",
  "permission",
  "permission_end",
]);

/**
 * Whether a statement writes to the register. A sealed value is added with the row that it belongs to;
 * taking one away, as an erasure does, changes what was there.
 */
export function changesRegister(sql: string): boolean {
  const known = KNOWN.get(sql);
  if (known !== undefined) return known;
  const changes = [...sql.matchAll(WRITES)].some(
    ([, command = "", table = ""]) =>
      REGISTER_TABLES.has(table) || (table === "sealed_value" && !/^insert/i.test(command)),
  );
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  KNOWN.set(sql, changes);
  return changes;
}

const WRITES = /\b(insert\s+into|update|delete\s+from)\s+"?(\w+)/gi;
const MOST_KNOWN = 1_000;
const KNOWN: Map<string, boolean> = new Map();
