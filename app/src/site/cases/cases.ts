import { casesOnItem, findCase } from "../../store/cases/case-rows.ts";
import { actById } from "../../store/cases/acts.ts";
import { addAlarm } from "../../store/cases/alarms.ts";
import { listCases, listDuties } from "../../store/cases/case-list.ts";
import { dueCases } from "../../store/cases/due-cases.ts";
import { markDone, markOverdue, overdueWithoutContent } from "../../store/cases/duties.ts";
import { addParty } from "../../store/cases/parties.ts";
import type { CaseListRow } from "../../usecases/cases/lists.ts";
import type { CaseStore, Mark, Written } from "../../usecases/cases/ports.ts";
import type { StoredStatus } from "../../usecases/cases/records.ts";
import type { Outcome } from "../../core/deciding/verdict.ts";
import { noteRead } from "../note-read.ts";
import type { Site } from "../site.ts";
import { overdueDraft } from "./case-entries.ts";
import { Changed, unlessChanged } from "./changed.ts";
import { UUID } from "./colleagues.ts";
import { enterAll, sealEntries } from "./entries.ts";
import { gatherCase } from "./gather.ts";
import { readOpening } from "./opening.ts";
import { writeCase } from "./write.ts";

/** Cases in a site's database and ledger. */
export function caseStore(site: Site): CaseStore {
  const app = site.store.as("app");
  return {
    gather: (id, about) => gatherCase(id, about, site),
    newId: () => site.keys.fresh(),
    opening: (asked) => readOpening(asked, site),
    findAct: async (id) => (UUID.test(id) ? (await app.ask(actById({ id })))[0] : undefined),
    write: (write) => writeCase(write, site),
    letIn: (id, person, mark) => letIn(id, person, mark, site),
    noteRead: (reader, what, id) => noteRead({ reader, what, id }, site.store),
    raiseAlarm: (kind, about, mark) => raiseAlarm(kind, about, mark, site),
    list: async (list) => (await app.read((reader) => listCases(reader, list))).map(toListed),
    duties: (list) => app.read((reader) => listDuties(reader, list)),
    due: ({ packs, ...due }) =>
      app.read((reader) => dueCases(reader, { ...due, packs: Buffer.from(packs, "hex") })),
    ofItem: (item) => app.read((reader) => casesOnItem(reader, item)),
    escalateErased: (day, at) => escalateErased(day, at, site),
    fulfil: (id, duty, mark) => fulfil(id, duty, mark, site),
  };
}

function toListed({
  clearance,
  status,
  outcome,
  ...row
}: Awaited<ReturnType<typeof listCases>>[number]): CaseListRow {
  return {
    ...row,
    status: status as StoredStatus,
    outcome: outcome as Outcome,
    mayBeReleased: clearance !== null,
  };
}

async function letIn(id: string, person: string, mark: Mark, site: Site): Promise<void> {
  const { by, at } = mark;
  const body = { case: id, person, by };
  const draft = { id: mark.id, kind: "case-let-in", at, body, personal: {} };
  const entries = await sealEntries([draft], site);
  await site.store.as("app").transact(
    mark.id,
    async (transactor) => {
      const row = await findCase(transactor, id);
      if (row === undefined) throw new Error(`the case ${id} is gone`);
      const { service, status, outcome, is_due: isDue, updated } = row;
      const listed = { id, service, status, outcome, isDue, updated };
      await addParty(transactor, person, listed, { letInBy: by, at });
      await enterAll(transactor, entries, at, site);
    },
    { isolation: "read committed", settled: async () => undefined },
  );
}

async function raiseAlarm(
  kind: string,
  about: { readonly case?: string; readonly item?: string },
  { id, by, at }: Mark,
  site: Site,
): Promise<void> {
  const draft = { id, kind: "alarm", at, body: { kind, by, ...about }, personal: {} };
  const entries = await sealEntries([draft], site);
  const row = { id, kind, person: by, case: about.case, item: about.item, at };
  await site.store.as("app").transact(
    id,
    async (transactor) => {
      await addAlarm(transactor, row);
      await enterAll(transactor, entries, at, site);
      return true;
    },
    {
      isolation: "read committed",
      settled: async ({ select }) => {
        const found = select.selectFrom("alarm").select("id").where("id", "=", id);
        return (await found.executeTakeFirst()) === undefined ? undefined : true;
      },
    },
  );
}

async function escalateErased(day: string, at: string, site: Site): Promise<void> {
  const app = site.store.as("app");
  const found = await app.read((reader) => overdueWithoutContent(reader, day));
  for (const id of new Set(found.map((one) => one.case))) {
    const duties = found.filter((one) => one.case === id).map((one) => one.id);
    const draft = overdueDraft(id, duties, at);
    const entries = await sealEntries([draft], site);
    await app.transact(
      draft.id,
      async (transactor) => {
        await markOverdue(transactor, id, duties);
        await enterAll(transactor, entries, at, site);
      },
      { isolation: "read committed", settled: async () => undefined },
    );
  }
}

async function fulfil(id: string, duty: string, mark: Mark, site: Site): Promise<Written> {
  const { by, at } = mark;
  const body = { case: id, duty, by };
  const entries = await sealEntries(
    [{ id: mark.id, kind: "duty-done", at, body, personal: {} }],
    site,
  );
  return unlessChanged(() =>
    site.store.as("app").transact(
      mark.id,
      async (transactor) => {
        if (!(await markDone(transactor, id, duty))) throw new Changed();
        await enterAll(transactor, entries, at, site);
      },
      { isolation: "read committed", settled: async () => undefined },
    ),
  );
}
