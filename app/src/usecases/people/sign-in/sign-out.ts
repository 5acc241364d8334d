import type { PeoplePorts } from "../ports.ts";

/** Ends a session, or every session of its person. */
export async function signOut(
  session: { readonly person: string; readonly hash: Uint8Array },
  everywhere: boolean,
  { store, newId }: PeoplePorts,
): Promise<void> {
  await store.transact(newId(), async (people) => {
    if (everywhere) await people.removeSessionsOf(session.person);
    else await people.removeSession(session.hash);
  });
}
