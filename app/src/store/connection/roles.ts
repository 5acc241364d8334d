/** What a part of the program may do in the database; each is a PostgreSQL role with its own grants. */
export const ROLES = ["app", "sequencer", "partner-reader", "auditor", "migrator"] as const;
export type Role = (typeof ROLES)[number];

/** The role's name in the database. */
export function roleName(role: Role): string {
  return `caveat_${role.replace("-", "_")}`;
}
