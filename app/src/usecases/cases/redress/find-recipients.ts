import type { Day } from "../../../core/day.ts";
import type { Recipient, Standing } from "../../../core/partner.ts";
import { Refusal } from "../../../core/refusal.ts";
import type { Version } from "../records.ts";

/**
 * The recipients with these ids, from the versions that count on the day: those of the recipients and of
 * the members of groups among them. Throws a Refusal "unknown-partner" for one that is not there.
 */
export function toRecipients(
  ids: readonly string[],
  versions: readonly Version[],
): readonly Recipient[] {
  const byId = new Map(versions.map((one) => [one.partner, one]));
  const standingOf = (id: string): Standing => {
    const found = byId.get(id)?.registered;
    if (found?.kind === "partner") return found.standing;
    throw unknown(id);
  };
  return ids.map((id) => {
    const found = byId.get(id)?.registered;
    if (found?.kind !== "group") {
      const standing = standingOf(id);
      return { id, name: standing.name, members: [standing] };
    }
    const { name, members } = found.group;
    return { id, name, members: members.map(standingOf) };
  });
}

/** The same, asked from the register. */
export async function findRecipients(
  ids: readonly string[],
  day: Day,
  { register }: { readonly register: VersionFinder },
): Promise<readonly Recipient[]> {
  return toRecipients(ids, await versionsFor(ids, day, register));
}

/** The versions of recipients, and of the members of groups among them. */
export async function versionsFor(
  ids: readonly string[],
  day: Day,
  register: VersionFinder,
): Promise<readonly Version[]> {
  const found = await register.versions(day, ids);
  const members = found.flatMap(({ registered }) =>
    registered?.kind === "group" ? registered.group.members : [],
  );
  const missing = [...new Set(members)].filter((id) => !found.some((one) => one.partner === id));
  return missing.length === 0 ? found : [...found, ...(await register.versions(day, missing))];
}

interface VersionFinder {
  versions(day: Day, partners: readonly string[]): Promise<readonly Version[]>;
}

function unknown(id: string): Refusal {
  const what = `"${id}" is not a registered partner or group that counts today`;
  return new Refusal("unknown-partner", "recipients", what, "register it, or check the id");
}
