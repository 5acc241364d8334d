import { createHash, randomUUID } from "node:crypto";
import {
  addPartner,
  addPartnerVersion,
  comingVersions,
  describedServices,
  describeService,
  findPartnerSubject,
  newestVersion,
  STANDING,
  versionsOn,
  type DescribedServiceRow,
} from "../../store/cases/partners.ts";
import type { Reader } from "../../store/transaction/transaction.ts";
import type { DescribedService, Mark, Register, Written } from "../../usecases/cases/ports.ts";
import type { Registered, Version } from "../../usecases/cases/records.ts";
import { Denied } from "../../usecases/people/denied.ts";
import type { Site } from "../site.ts";
import { Changed, unlessChanged } from "./changed.ts";
import { readColleague } from "./colleagues.ts";
import { enterAll, sealEntries } from "./entries.ts";
import { Opener } from "./opened.ts";

/** The register of partners and own services, in a site's database and ledger. */
export function caseRegister(site: Site): Register {
  const app = site.store.as("app");
  return {
    colleague: (id, day) => app.read((reader) => readColleague(reader, id, day)),
    services: async () =>
      (await app.read((reader) => describedServices(reader))).map(toDescribedService),
    describeService: (id, country, aliases, mark) => describe({ id, country, aliases }, mark, site),
    keep: (partner, number, registered, from, mark) =>
      keep({ partner, number, registered, from }, mark, site),
    versions: (day, partners) =>
      app.read((reader) => readVersions(reader, day, partners, new Opener(site.keys))),
    newest: (partner) => app.read((reader) => newestVersion(reader, partner)),
  };
}

/** The versions that count on a day, opened. */
export async function readVersions(
  reader: Reader,
  day: string,
  partners: readonly string[] | undefined,
  opener: Opener,
): Promise<readonly Version[]> {
  const found = versionsOn(reader, day, partners);
  const ids = partners ?? (await found).map(({ partner }) => partner);
  const [rows, coming] = await Promise.all([found, comingVersions(reader, day, ids)]);
  return Promise.all(
    rows.map(async ({ sealed, ...row }) => ({
      ...row,
      registered: await opener.shared<Registered>(sealed),
      coming: coming.filter(({ partner }) => partner === row.partner).map(({ from }) => from),
    })),
  );
}

export function toDescribedService(row: DescribedServiceRow): DescribedService {
  const { id, name, country, aliases, kind, minister } = row;
  return {
    own: { id, name, country, ids: [id, ...aliases] },
    kind,
    minister: minister ?? undefined,
  };
}

interface ToKeep {
  readonly partner: string;
  readonly number: number;
  readonly registered: Registered;
  readonly from: string;
}

async function keep(
  { partner, number, registered, from }: ToKeep,
  { id, by, at }: Mark,
  site: Site,
): Promise<Written> {
  const app = site.store.as("app");
  const known = await app.read((reader) => findPartnerSubject(reader, partner));
  if ((known === undefined) !== (number === 1)) return "changed";
  const subject = known ?? randomUUID();
  const value = JSON.stringify(registered);
  const hash = createHash("sha256").update(value).digest();
  const body = { partner, number, from, hash: hash.toString("hex"), by };
  const personal = { [STANDING]: { subject, value } };
  const entries = await sealEntries([{ id, kind: "partner-version", at, body, personal }], site);
  const isGroup = registered.kind === "group";
  const row = { partner, isGroup, number, entry: id, hash, from, by, at };
  return unlessChanged(() =>
    app.transact(
      id,
      async (transactor) => {
        const recorded = { ...row, recordedOn: at.slice(0, 10) };
        if (number === 1 && !(await addPartner(transactor, recorded, subject))) throw new Changed();
        if (!(await addPartnerVersion(transactor, recorded))) throw new Changed();
        await enterAll(transactor, entries, at, site);
        return true;
      },
      { isolation: "read committed", settled: (reader) => isKept(reader, id) },
    ),
  );
}

async function isKept({ select }: Reader, entry: string): Promise<true | undefined> {
  const found = select.selectFrom("partner_version").select("entry").where("entry", "=", entry);
  return (await found.executeTakeFirst()) === undefined ? undefined : true;
}

async function describe(
  service: { readonly id: string; readonly country: string; readonly aliases: readonly string[] },
  { id, by, at }: Mark,
  site: Site,
): Promise<void> {
  const { country, aliases } = service;
  const body = { service: service.id, country, ids: aliases, by };
  const entries = await sealEntries([{ id, kind: "service", at, body, personal: {} }], site);
  await site.store.as("app").transact(
    id,
    async (transactor) => {
      if (!(await describeService(transactor, service.id, country, aliases, at))) {
        const what = "its country is another, and stays";
        throw new Denied("conflict", `service ${service.id}`, what, "add ids only");
      }
      await enterAll(transactor, entries, at, site);
      return true;
    },
    { isolation: "read committed", settled: async () => undefined },
  );
}
