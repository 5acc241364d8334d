import { randomBytes } from "node:crypto";
import {
  addCollection,
  findCollection,
  listCollections,
  type CollectionRow,
} from "../../store/release/collections.ts";
import {
  addCredential,
  endCredential,
  listCredentials,
  makeRoot,
} from "../../store/release/credentials.ts";
import type { Mark, Written } from "../../usecases/cases/ports.ts";
import type {
  CollectionToKeep,
  CredentialToKeep,
  PartnerCollection,
  PartnerCredential,
  ReleaseStore,
} from "../../usecases/release/ports.ts";
import { Changed, unlessChanged } from "../cases/changed.ts";
import { UUID } from "../cases/colleagues.ts";
import { enterAll, sealEntries } from "../cases/entries.ts";
import type { Site } from "../site.ts";
import { makePartnerLog } from "./partner-log.ts";

type Places = Pick<
  ReleaseStore,
  "addCollection" | "collections" | "collection" | "addCredential" | "endCredential" | "credentials"
>;

/** Bytes of the opaque segment of a partner's addresses. */
const SEGMENT = 16;

/** Places at partners and what opens them, in a site's database and ledger. */
export function places(site: Site): Places {
  const app = site.store.as("app");
  return {
    addCollection: (collection, mark) => keepCollection(collection, mark, site),
    collections: async (partner) =>
      (await app.read((reader) => listCollections(reader, partner))).map(toCollection),
    collection: async (id) => {
      if (!UUID.test(id)) return undefined;
      const row = await app.read((reader) => findCollection(reader, id));
      return row && toCollection(row);
    },
    addCredential: (credential, mark) => keepCredential(credential, mark, site),
    endCredential: (credential, mark) => end(credential, mark, site),
    credentials: async (partner) =>
      (await app.read((reader) => listCredentials(reader, partner))).map(toCredential),
  };
}

function toCollection({ description, medium, ...row }: CollectionRow): PartnerCollection {
  return {
    ...row,
    medium: medium as PartnerCollection["medium"],
    ...(description === null ? {} : { description }),
  };
}

function toCredential({
  addresses,
  kind,
  ...row
}: Awaited<ReturnType<typeof listCredentials>>[number]): PartnerCredential {
  return {
    ...row,
    kind: kind as PartnerCredential["kind"],
    addresses: addresses === "" ? [] : addresses.split(" "),
  };
}

async function keepCollection(
  collection: CollectionToKeep,
  { id, by, at }: Mark,
  site: Site,
): Promise<Written> {
  const { partner, alias, medium, canWrite } = collection;
  await makePartnerLog(partner, site);
  const body = { partner, alias, medium, write: canWrite, by };
  const entries = await sealEntries([{ id, kind: "collection", at, body, personal: {} }], site);
  return unlessChanged(() =>
    site.store.as("app").transact(
      id,
      async (transactor) => {
        const row = { ...collection, id, description: collection.description ?? null };
        if (!(await addCollection(transactor, row, { by, at }))) throw new Changed();
        await enterAll(transactor, entries, at, site);
        return true;
      },
      {
        isolation: "read committed",
        settled: async (reader) =>
          (await findCollection(reader, id)) === undefined ? undefined : true,
      },
    ),
  );
}

async function keepCredential(
  credential: CredentialToKeep,
  { id, by, at }: Mark,
  site: Site,
): Promise<{ readonly root: string }> {
  const { partner, kind, hash, from, until } = credential;
  const body = { partner, kind, networks: credential.addresses, from, until, by };
  const entries = await sealEntries([{ id, kind: "credential", at, body, personal: {} }], site);
  const segment = randomBytes(SEGMENT).toString("hex");
  const addresses = credential.addresses.join(" ");
  return site.store.as("app").transact(
    id,
    async (transactor) => {
      const root = await makeRoot(transactor, partner, segment, at);
      const row = { id, partner, kind, addresses, from, until };
      await addCredential(transactor, row, hash, { by, at });
      await enterAll(transactor, entries, at, site);
      return { root };
    },
    {
      isolation: "read committed",
      settled: async ({ select }) =>
        await select
          .selectFrom("channel_credential as c")
          .innerJoin("partner_root as r", "r.partner", "c.partner")
          .select("r.segment as root")
          .where("c.id", "=", id)
          .executeTakeFirst(),
    },
  );
}

async function end(credential: string, mark: Mark, site: Site): Promise<Written> {
  if (!UUID.test(credential)) return "changed";
  const { id, by, at } = mark;
  const body = { credential, by };
  const entries = await sealEntries([{ id, kind: "credential-end", at, body, personal: {} }], site);
  return unlessChanged(() =>
    site.store.as("app").transact(
      id,
      async (transactor) => {
        if (!(await endCredential(transactor, credential, mark))) throw new Changed();
        await enterAll(transactor, entries, at, site);
        return true;
      },
      {
        isolation: "read committed",
        settled: async ({ select }) => {
          const ended = select.selectFrom("channel_credential_end").select("entry");
          const found = await ended.where("entry", "=", id).executeTakeFirst();
          return found === undefined ? undefined : true;
        },
      },
    ),
  );
}
