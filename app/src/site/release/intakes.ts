import { createHash } from "node:crypto";
import type { Database } from "../../store/transaction/database.ts";
import { asPartner } from "../../store/release/as-partner.ts";
import { addIntake, findIntake } from "../../store/release/intakes.ts";
import type { Door, Intake, IntakeObject } from "../../usecases/release/outbox.ts";
import { UUID } from "../cases/colleagues.ts";
import { enterAll, sealEntries } from "../cases/entries.ts";
import { encryptItem } from "../cases/item-box.ts";
import type { Site } from "../site.ts";

/** One request of a partner, on its way in. */
export interface Incoming {
  readonly door: Door;
  readonly collection: string;
  readonly intake: Intake;
}

/**
 * Keeps what a partner sent, encrypted under a key of its own, with the entry that says so. The same
 * again does nothing.
 */
export async function takeIn({ door, collection, intake }: Incoming, site: Site): Promise<void> {
  const { id, at, objects } = intake;
  const { partner, credential } = door;
  const key = await site.keys.make(id);
  const hashes = objects.flatMap(({ bytes }) => (bytes === undefined ? [] : [sha256(bytes)]));
  const digest = sha256(Buffer.from(hashes.join("\n")));
  const body = { partner, collection, credential, objects: objects.length, digest };
  const entries = await sealEntries([{ id, kind: "intake", at, body, personal: {} }], site);
  const { content } = site.store;
  await site.store.as("app").transact(
    id,
    async (transactor) => {
      const rows = [];
      for (const { id: object, version, state, message = null, bytes } of objects) {
        const box = bytes && encryptItem(key, `intake ${sha256(bytes)}`, bytes);
        const kept = box === undefined ? null : await content.put(transactor, box);
        rows.push({ object, version, state, message, content: kept });
      }
      const row = { id, partner, collection, credential, at };
      if (!(await addIntake(transactor, row, rows))) return;
      await enterAll(transactor, entries, at, site);
    },
    { isolation: "read committed", settled: async () => undefined },
  );
}

/** What became of it; undefined for another partner's. */
export async function intakeStatus(
  partner: string,
  id: string,
  reader: Database,
): Promise<Intake | undefined> {
  if (!UUID.test(id)) return undefined;
  const found = await asPartner(reader, partner, (own) => findIntake(own, partner, id));
  if (found === undefined) return undefined;
  const objects = found.objects.map(({ object, state, message, version }) => ({
    id: object,
    version,
    state: state as IntakeObject["state"],
    ...(message === null ? {} : { message }),
  }));
  return { id, at: found.at, objects };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
