import { findPartnerSubject } from "../../store/cases/partners.ts";
import { findCopy } from "../../store/release/copies.ts";
import { addProfile, newestProfiles, PLAN } from "../../store/release/profiles.ts";
import { findRelease, leftOf } from "../../store/release/releases.ts";
import { revokedNames } from "../../store/release/revoked-names.ts";
import type { SanitisePlan } from "../../core/release/plan.ts";
import type { Mark, Written } from "../../usecases/cases/ports.ts";
import type {
  KeptCopy,
  KeptRelease,
  Profile,
  ProfileToKeep,
  ReleasedCopy,
  ReleaseStore,
} from "../../usecases/release/ports.ts";
import { Denied } from "../../usecases/people/denied.ts";
import { Changed, unlessChanged } from "../cases/changed.ts";
import { UUID } from "../cases/colleagues.ts";
import { enterAll, sealEntries } from "../cases/entries.ts";
import { findKey, Opener } from "../cases/opened.ts";
import type { Site } from "../site.ts";
import { decryptCopy } from "./copy-box.ts";
import { toShortest } from "./moments.ts";
import { nameIn } from "./name-in.ts";
import { notices } from "./notices.ts";
import { partNames } from "./part-names.ts";
import { places } from "./places.ts";
import { shownCopy } from "./receipt.ts";
import { createdAt } from "./created-at.ts";
import { copyName } from "./write-release.ts";

/** Copies, releases and recalls, with their partners' places, in a site's database, keys and ledger. */
export function releaseStore(site: Site): ReleaseStore {
  return {
    ...places(site),
    ...notices(site),
    namesFor: async (partner) => partNames(partner, site, await readRevoked(partner, site)),
    isRevoked: (partner, ids) => isRevoked(partner, ids, site),
    createdAt: (partner, collection, ids) => createdAt(partner, collection, ids, site),
    copy: (act) => readCopy(act, site),
    release: (id) => readRelease(id, site),
    shown: (release, collection) => shownCopy(release, collection, site),
    releasedOf: (items) => readLeft(items, site),
    addProfile: (profile, mark) => keepProfile(profile, mark, site),
    profiles: (partner) => readProfiles(partner, site),
  };
}

async function readCopy(act: string, { store, keys }: Site): Promise<KeptCopy | undefined> {
  if (!UUID.test(act)) return undefined;
  const found = await store.as("app").read(async (reader) => {
    const row = await findCopy(reader, act);
    return row && { row, box: await store.content.get(reader, row.content) };
  });
  if (found?.box === undefined) return undefined;
  const { row, box } = found;
  const key = await findKey(row.item, keys);
  if (key === undefined) return undefined;
  const sha256 = toHex(row.sha256);
  const { bytes, about } = decryptCopy(key, copyName(act, sha256), box);
  const { case: id, partner } = row;
  return { act, case: id, partner, medium: row.medium as KeptCopy["medium"], sha256, bytes, about };
}

function readRevoked(partner: string, { store }: Site): Promise<ReadonlySet<string>> {
  return store.as("app").read((reader) => revokedNames(reader, partner));
}

async function isRevoked(partner: string, ids: readonly string[], site: Site): Promise<boolean> {
  const revoked = await readRevoked(partner, site);
  return ids.flatMap(nameIn).some((name) => revoked.has(name));
}

async function readRelease(id: string, { store }: Site): Promise<KeptRelease | undefined> {
  if (!UUID.test(id)) return undefined;
  const row = await store.as("app").read((reader) => findRelease(reader, id));
  if (row === undefined) return undefined;
  return {
    ...row,
    manifest: toHex(row.manifest),
    copies: row.copies.map(({ medium, sha256, ...copy }) => ({
      ...copy,
      medium: medium as KeptCopy["medium"],
      sha256: toHex(sha256),
    })),
  };
}

async function readLeft(
  items: readonly string[],
  { store }: Site,
): Promise<readonly ReleasedCopy[]> {
  const known = items.filter((item) => UUID.test(item));
  const rows = await store.as("app").read((reader) => leftOf(reader, known));
  return rows.map(({ medium, sha256, disclosed, recalled, ...row }) => ({
    ...row,
    medium: medium as ReleasedCopy["medium"],
    sha256: toHex(sha256),
    disclosed: disclosed ?? undefined,
    recalled: recalled ?? undefined,
  }));
}

async function keepProfile(profile: ProfileToKeep, mark: Mark, site: Site): Promise<Written> {
  const { partner, topic, number, plan } = profile;
  const { id, by, at, machine } = mark;
  const app = site.store.as("app");
  const subject = await app.read((reader) => findPartnerSubject(reader, partner));
  if (subject === undefined) {
    const what = "no partner of this name is registered";
    throw new Denied("not-found", `partner ${partner}`, what, "register it first");
  }
  const body = { partner, topic, number, by, ...(machine === undefined ? {} : { machine }) };
  const personal = { [PLAN]: { subject, value: JSON.stringify(plan) } };
  const entries = await sealEntries([{ id, kind: "profile", at, body, personal }], site);
  return unlessChanged(() =>
    app.transact(
      id,
      async (transactor) => {
        const row = { partner, topic, number, entry: id, by, at };
        if (!(await addProfile(transactor, row))) throw new Changed();
        await enterAll(transactor, entries, at, site);
        return true;
      },
      {
        isolation: "read committed",
        settled: async ({ select }) => {
          const found = select.selectFrom("profile").select("entry").where("entry", "=", id);
          return (await found.executeTakeFirst()) === undefined ? undefined : true;
        },
      },
    ),
  );
}

async function readProfiles(partner: string, { store, keys }: Site): Promise<readonly Profile[]> {
  const rows = await store.as("app").read((reader) => newestProfiles(reader, partner));
  const opener = new Opener(keys);
  const opened = await Promise.all(
    rows.map(async ({ sealed, entry, at, ...row }) => {
      const plan = await opener.json<SanitisePlan>(sealed);
      return plan === undefined ? [] : [{ ...row, id: entry, at: toShortest(at), plan }];
    }),
  );
  return opened.flat();
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
