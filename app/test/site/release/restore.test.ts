import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";
import { advance } from "../../../src/site/advance.ts";
import { restoreBackup } from "../../../src/site/backup/restore/restore-backup.ts";
import { writeBackup } from "../../../src/site/backup/write/write-backup.ts";
import { releaseStore } from "../../../src/site/release/release-store.ts";
import { openStore, type Store } from "../../../src/store/open-store.ts";
import { asPartner } from "../../../src/store/release/as-partner.ts";
import { findDoors } from "../../../src/store/release/outbox-doors.ts";
import { pageOf } from "../../../src/store/release/outbox-page.ts";
import { useWorld } from "../../usecases/cases/support/world.ts";
import { addPlace, object, readyCase, release } from "./support/released.ts";

const world = useWorld();

test("a restored site holds what was shown, each partner's apart, and opens to no credential", async () => {
  const { site, home, civil } = world();
  const ready = await readyCase(world());
  const place = { partner: "linde", collection: await addPlace(ready, "linde") };
  const other = { partner: "alder", collection: await addPlace(ready, "alder") };
  await release(ready, [place, other], [object(), object()]);
  await advance(site);
  await advance(site);
  const hash = randomBytes(32);
  const mark = { id: randomUUID(), by: civil.head, at: world().now };
  const credential = {
    partner: "linde",
    kind: "secret",
    hash,
    addresses: [],
    from: "2026-01-01T00:00:00.000Z",
    until: "2027-01-01T00:00:00.000Z",
  } as const;
  await releaseStore(site).addCredential(credential, mark);
  await writeBackup(site, join(home, "backup"), () => {});
  const restored = join(home, "restored");
  await restoreBackup({ home: restored }, join(home, "backup"), () => {});
  await using store = await openStore({ home: restored });
  expect(await seen(store, place)).toHaveLength(2);
  expect(await seen(store, place)).toEqual(await seen(site.store, place));
  expect(await seen(store, other)).toEqual(await seen(site.store, other));
  const foreign = { ...place, partner: "alder" };
  expect(await seen(store, foreign)).toEqual([]);
  const all = store
    .as("partner-reader")
    .read(async ({ select }) => select.selectFrom("outbox").select("position").execute());
  expect(await all).toEqual([]);
  const shown = { kinds: ["secret"], hashes: [hash], ids: [null], aliases: [null] };
  const opens = (of: Store): Promise<unknown> =>
    of.as("partner-reader").ask(findDoors({ ...shown, now: world().now }));
  expect(await opens(site.store)).toMatchObject([{ partner: "linde" }]);
  expect(await opens(store)).toEqual([]);
}, 120_000);

async function seen(
  store: Store,
  place: { readonly partner: string; readonly collection: string },
): Promise<readonly unknown[]> {
  const versions = { first: false, last: false, all: true, exactly: [] };
  const asked = { ...place, until: "2099-01-01T00:00:00Z", versions, limit: 10, mostBytes: 1e6 };
  return asPartner(store.as("partner-reader"), place.partner, (own) => pageOf(own, asked));
}
