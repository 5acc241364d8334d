import { randomUUID } from "node:crypto";
import type { SignerService } from "../../ledger/signer/connect.ts";
import { SqlLedgerStore } from "../../store/log/ledger-store.ts";
import { openStore, type Store, type StoreSettings } from "../../store/open-store.ts";
import type { Restored } from "../../usecases/back-up.ts";
import type { SiteSettings } from "../settings.ts";
import { openSigner } from "../signer-process.ts";
import { originsOf } from "../site.ts";
import { standings } from "./standing.ts";

/** Database, ledger and signer of a site that is not open: it may be one that every start refuses. */
export interface Parts {
  readonly home: string;
  readonly store: Store;
  readonly ledger: SqlLedgerStore;
  readonly signer: SignerService;
}

/** Opens the parts for as long as `work` runs. Rejects as `openStore` and `openSigner` do. */
export async function withParts<T>(
  settings: SiteSettings & StoreSettings,
  work: (parts: Parts) => Promise<T>,
): Promise<T> {
  const { home } = settings;
  await using store = await openStore(settings);
  await using signer = await openSigner(home, settings.signer);
  const now = (): string => new Date().toISOString();
  const ledger = new SqlLedgerStore(store.as("sequencer"), now, randomUUID);
  return await work({ home, store, ledger, signer: signer.service });
}

/** How the database stands to the signer, after so many entries were added to it. */
export async function stand({ store, ledger, signer }: Parts, added: number): Promise<Restored> {
  return { logs: await standings(await originsOf(store), ledger, signer), added };
}
