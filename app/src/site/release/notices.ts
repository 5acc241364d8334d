import { markDone } from "../../store/cases/duties.ts";
import {
  findNotice,
  moveNotice,
  noticesOf,
  unansweredNotices,
  type FoundNotice,
} from "../../store/release/recalls.ts";
import { addWord, WORD, wordsAbout } from "../../store/release/words.ts";
import type { Reader } from "../../store/transaction/transaction.ts";
import type { Mark, Written } from "../../usecases/cases/ports.ts";
import type {
  KeptNotice,
  KeptWord,
  ReleaseStore,
  WordMark,
  WordToKeep,
} from "../../usecases/release/ports.ts";
import { Changed, unlessChanged } from "../cases/changed.ts";
import { UUID } from "../cases/colleagues.ts";
import { enterAll, sealEntries } from "../cases/entries.ts";
import { Opener } from "../cases/opened.ts";
import type { Site } from "../site.ts";

type Notices = Pick<
  ReleaseStore,
  "notice" | "noticesOf" | "unanswered" | "addWord" | "wordsAbout" | "escalate"
>;

/** From which states a notice comes to each: what was destroyed stays so. */
const BEFORE = {
  acknowledged: ["open", "escalated"],
  destroyed: ["open", "escalated", "acknowledged"],
} as const;

/** What partners are asked because of recalls, and what they said, in a site's database and ledger. */
export function notices(site: Site): Notices {
  const app = site.store.as("app");
  return {
    notice: async (id) => {
      if (!UUID.test(id)) return undefined;
      const row = await app.read((reader) => findNotice(reader, id));
      return row && toNotice(row);
    },
    noticesOf: async (recall) =>
      UUID.test(recall)
        ? (await app.read((reader) => noticesOf(reader, recall))).map(toNotice)
        : [],
    unanswered: async (day, most) =>
      (await app.read((reader) => unansweredNotices(reader, day, most))).map(toNotice),
    addWord: (word, mark) => keepWord(word, mark, site),
    wordsAbout: (about) => readWords(about, site),
    escalate: (notice, mark) => escalate(notice, mark, site),
  };
}

function toNotice({ kind, state, onward, ...row }: FoundNotice): KeptNotice {
  return {
    ...row,
    how: kind as KeptNotice["how"],
    state: state as KeptNotice["state"],
    onward: onward ?? undefined,
  };
}

/** What is sealed of a word. */
type Said = Pick<WordToKeep, "onward" | "says">;

async function keepWord(word: WordToKeep, mark: WordMark, site: Site): Promise<Written> {
  const { partner, kind, about, answers } = word;
  const { id, at } = mark;
  const whose = "by" in mark ? { by: mark.by } : { credential: mark.door.credential };
  const said: Said = { onward: word.onward, says: word.says };
  const machine = "by" in mark && mark.machine !== undefined ? { machine: mark.machine } : {};
  const body = { partner, kind, about, case: word.case, ...whose, ...machine };
  const personal = { [WORD]: { subject: word.case, value: JSON.stringify(said) } };
  const entries = await sealEntries([{ id, kind: "partner-word", at, body, personal }], site);
  const row = { id, partner, kind, about, case: word.case, at, by: null, credential: null };
  return unlessChanged(() =>
    site.store.as("app").transact(
      id,
      async (transactor) => {
        if (!(await addWord(transactor, { ...row, ...whose }))) return true;
        if (answers !== undefined) {
          const { notice, state, duty } = answers;
          if (!(await moveNotice(transactor, notice, BEFORE[state], state))) throw new Changed();
          if (duty !== undefined) await markDone(transactor, word.case, duty);
        }
        await enterAll(transactor, entries, at, site);
        return true;
      },
      {
        isolation: "read committed",
        settled: (reader) => isSaid(reader, id),
      },
    ),
  );
}

async function isSaid({ select }: Reader, id: string): Promise<true | undefined> {
  const found = select.selectFrom("partner_word").select("id").where("id", "=", id);
  return (await found.executeTakeFirst()) === undefined ? undefined : true;
}

async function readWords(about: string, { store, keys }: Site): Promise<readonly KeptWord[]> {
  if (!UUID.test(about)) return [];
  const rows = await store.as("app").read((reader) => wordsAbout(reader, about));
  const opener = new Opener(keys);
  return Promise.all(
    rows.map(async ({ sealed, by, credential, kind, ...row }) => {
      const said = await opener.json<Said>(sealed);
      return {
        ...row,
        kind: kind as KeptWord["kind"],
        by: by ?? undefined,
        credential: credential ?? undefined,
        onward: said?.onward ?? [],
        says: said?.says,
      };
    }),
  );
}

async function escalate(notice: string, { id, by, at }: Mark, site: Site): Promise<Written> {
  const body = { notice, by };
  const draft = { id, kind: "notice-unanswered", at, body, personal: {} };
  const entries = await sealEntries([draft], site);
  return unlessChanged(() =>
    site.store.as("app").transact(
      id,
      async (transactor) => {
        if (!(await moveNotice(transactor, notice, ["open"], "escalated"))) throw new Changed();
        await enterAll(transactor, entries, at, site);
      },
      { isolation: "read committed", settled: async () => undefined },
    ),
  );
}
