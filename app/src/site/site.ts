import { randomUUID } from "node:crypto";
import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { requireCurrent } from "../ledger/publish.ts";
import { resumeErasures } from "../ledger/seal/erase.ts";
import { KeyDirectory } from "../ledger/seal/key-directory.ts";
import type { SignerService } from "../ledger/signer/connect.ts";
import { TileDirectory } from "../ledger/tiles/tile-directory.ts";
import { SqlLedgerStore } from "../store/log/ledger-store.ts";
import { openStore, type Store } from "../store/open-store.ts";
import { eraserOf } from "./eraser.ts";
import { takeErased } from "./release/take-erased.ts";
import { makeHead, openRootLog } from "./root-log.ts";
import type { SiteSettings } from "./settings.ts";
import { openSigner, type SiteSigner } from "./signer-process.ts";
import { tilesFolder } from "./tiles-folder.ts";
import { NO_WITNESSES, readWitnesses, type Witnesses } from "./witnesses.ts";

/** The open parts of one site: database, ledger, signer, keys. */
export interface Site extends AsyncDisposable {
  readonly home: string;
  readonly store: Store;
  /** The ledger's tables with the sequencer's rights. */
  readonly ledger: SqlLedgerStore;
  readonly keys: KeyDirectory;
  readonly signer: SignerService;
  readonly witnesses: Witnesses;
  /** The root log. */
  readonly origin: string;
  /** The public files of a log. */
  tilesOf(origin: string): Promise<TileDirectory>;
  readonly onTrouble: (what: string) => void;
}

/**
 * Opens a site, making what is missing, and checks before anything else that its database is not an
 * older copy than what the signer vouched for; then completes the erasures that were cut short.
 *
 * Rejects with a StoreError or a LedgerError ("rollback", "fork", "unreachable"); then nothing is left
 * running and nothing was written.
 */
export async function openSite(settings: SiteSettings): Promise<Site> {
  const { home, onTrouble = () => {} } = settings;
  const witnesses =
    settings.witnesses === undefined ? NO_WITNESSES : await readWitnesses(settings.witnesses);
  const store = await openStore(settings);
  let signer: SiteSigner | undefined;
  try {
    signer = await openSigner(home, settings.signer);
    const site = await assemble(settings, store, signer, witnesses, onTrouble);
    await resumeErasures(eraserOf(site));
    await takeErased(await site.keys.erased(), site);
    // Node keeps what it has compiled when it ends, and a killed process does not come to that.
    flushCompileCache();
    return site;
  } catch (error) {
    await signer?.[Symbol.asyncDispose]();
    await store.close();
    throw error;
  }
}

async function assemble(
  { home, origin: wanted }: SiteSettings,
  store: Store,
  signer: SiteSigner,
  witnesses: Witnesses,
  onTrouble: (what: string) => void,
): Promise<Site> {
  const now = (): string => new Date().toISOString();
  const ledger = new SqlLedgerStore(store.as("sequencer"), now, randomUUID);
  const { service } = signer;
  const origin = await openRootLog(store.as("app"), ledger, service, wanted);
  for (const log of await originsOf(store)) {
    // Registered by a process that was ended before it had made it.
    await makeHead(ledger, log);
    await requireCurrent(ledger, service.of(log), log);
  }
  return {
    home,
    store,
    ledger,
    keys: await KeyDirectory.open(join(home, "keys")),
    signer: service,
    witnesses,
    origin,
    tilesOf: (log) => TileDirectory.open(tilesFolder(home, log)),
    onTrouble,
    async [Symbol.asyncDispose]() {
      await signer[Symbol.asyncDispose]();
      await store.close();
    },
  };
}

/** The origins of every log of a site: the root log and those of partners. */
export async function originsOf(store: Store): Promise<readonly string[]> {
  const rows = await store
    .as("app")
    .read(async ({ select }) =>
      select.selectFrom("log").select("origin").orderBy("origin").execute(),
    );
  return rows.map(({ origin }) => origin);
}
