import { randomUUID } from "node:crypto";
import { createLog } from "../ledger/log/create-log.ts";
import type { LedgerStore } from "../ledger/log/ports.ts";
import { LedgerError } from "../ledger/ledger-error.ts";
import type { SignerService } from "../ledger/signer/connect.ts";
import type { Database } from "../store/transaction/database.ts";
import { registerLog } from "../store/log/ledger-store.ts";

/** The id of the root log, of which a site has one. */
const ROOT = "00000000-0000-4000-8000-000000000001";

/**
 * The origin of the site's root log; the log is made where database and signer have none.
 *
 * Rejects with "rollback" when the signer vouches for a log that the database does not have: then the
 * database is a new or an older one, and nothing may be written to it.
 */
export async function openRootLog(
  app: Database,
  ledger: LedgerStore,
  signer: SignerService,
  wanted: string | undefined,
): Promise<string> {
  const origin = (await registered(app)) ?? (await createRootLog(app, signer, wanted));
  if (wanted !== undefined && wanted !== origin) {
    const what = `the ledger of this site is ${origin}, and CAVEAT_ORIGIN says another`;
    throw new LedgerError("bad-request", wanted, what, "a ledger keeps its name: unset it");
  }
  await makeHead(ledger, origin);
  return origin;
}

/** The head of a registered log, where there is none. */
export async function makeHead(ledger: LedgerStore, origin: string): Promise<void> {
  await createLog(ledger, origin).catch((error: unknown) => {
    if (!(error instanceof LedgerError && error.code === "exists")) throw error;
  });
}

async function createRootLog(
  app: Database,
  signer: SignerService,
  wanted: string | undefined,
): Promise<string> {
  const vouched = await signer.list();
  const [ahead] = vouched.filter(({ size }) => size > 0);
  if (ahead !== undefined) {
    const what = `the signer vouched for ${ahead.size} entries of this log, and the database has none`;
    const remedy = "restore the database: caveat restore, then roll it forward";
    throw new LedgerError("rollback", ahead.origin, what, remedy);
  }
  // A creation that was cut short left a key and nothing else: that one is used.
  const origin = wanted ?? vouched[0]?.origin ?? `caveat.invalid/${randomUUID()}`;
  if (!vouched.some((one) => one.origin === origin)) await create(signer, origin);
  await registerLog(app, ROOT, origin, undefined);
  // Of two processes that do this at the same time one has registered its name.
  const known = await registered(app);
  if (known === undefined) throw new Error("a log that was just registered is not there");
  return known;
}

/** A repeated request whose first answer was lost finds what it made. */
async function create(signer: SignerService, origin: string): Promise<void> {
  await signer.create(origin).catch((error: unknown) => {
    if (!(error instanceof LedgerError && error.code === "exists")) throw error;
  });
}

async function registered(app: Database): Promise<string | undefined> {
  const row = await app.read(async ({ select }) =>
    select.selectFrom("log").select("origin").where("partner", "is", null).executeTakeFirst(),
  );
  return row?.origin;
}
