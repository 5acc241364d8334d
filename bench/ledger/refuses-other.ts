import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { requireHead } from "../../app/src/ledger/log/create-log.ts";
import type { LedgerStore } from "../../app/src/ledger/log/ports.ts";
import { publish } from "../../app/src/ledger/publish.ts";
import { Signers } from "../../app/src/ledger/signer/signers.ts";
import { ownFolder } from "../../app/src/ledger/signer/state-file.ts";
import { consistencyFrom } from "../../app/src/ledger/tiles/prove.ts";
import { TileDirectory } from "../../app/src/ledger/tiles/tile-directory.ts";
import { writeTiles } from "../../app/src/ledger/tiles/write-tiles.ts";
import { openStore } from "../../app/src/store/open-store.ts";
import { refused, type Restored } from "./refuses-older.ts";
import { storesOf, writeOthers } from "./write-others.ts";

/**
 * The older database beside the signer as it is now, with other entries written into it by somebody who
 * goes past the site's own start: fewer than were signed, as many, and more. The publisher has to refuse,
 * and the signer itself, whatever is put to it. Resolves to what is wrong.
 */
export async function refusesOther(restored: Restored, home: string): Promise<readonly string[]> {
  const { snapshot, fleet } = restored;
  const { origin } = fleet;
  await snapshot.restore(home, ["db", "tiles"], fleet.home);
  await using store = await openStore({ home });
  const { app, ledger } = storesOf(store);
  const signer = await new Signers(join(home, "signer")).of(origin);
  const stateFile = join(ownFolder(join(home, "signer"), origin), "state");
  const before = await readFile(stateFile, "utf8");
  const { size } = await signer.state();
  const failures: string[] = [];
  const steps = [
    { to: size - 1, codes: ["rollback"], what: "fewer other entries" },
    { to: size, codes: ["fork"], what: "as many other entries" },
    { to: size + 300, codes: ["fork"], what: "more other entries" },
  ];
  for (const { to, codes, what } of steps) {
    await writeOthers(app, ledger, origin, to);
    const tiles = await TileDirectory.open(ownFolder(join(home, "tiles"), origin));
    failures.push(
      ...(await refused(restored, `publishing ${what}`, codes, () =>
        publish({ store: ledger, tiles, signer }, origin),
      )),
      ...(await refused(restored, `signing ${what}`, codes, async () =>
        signer.sign(await requestOf(ledger, origin, size, join(home, `fork-${to}`))),
      )),
    );
  }
  // The public files of the one history beside the database of the other.
  const copied = join(home, "tiles-of-now");
  await cp(join(fleet.home, "tiles"), copied, { recursive: true });
  const now = await TileDirectory.open(ownFolder(copied, origin));
  failures.push(
    ...(await refused(restored, "publishing beside the public files of now", ["fork"], () =>
      publish({ store: ledger, tiles: now, signer }, origin),
    )),
  );
  const after = await readFile(stateFile, "utf8");
  return after === before ? failures : [...failures, "the signer's state is another now"];
}

/** What somebody puts to the signer who follows its protocol to the letter, on the other history. */
async function requestOf(ledger: LedgerStore, origin: string, signed: number, folder: string) {
  const { size, root } = await ledger.transact((tables) => requireHead(tables, origin));
  const tiles = await TileDirectory.open(folder);
  await writeTiles(tiles, 0, size, (from, to) =>
    ledger.transact((tables) => tables.readEntries(origin, from, to)),
  );
  const proof = signed < size ? await consistencyFrom(tiles, signed, size) : [];
  return { size, root, proof };
}
