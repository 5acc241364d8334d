import { requireNeed } from "../cases/need.ts";
import { Denied } from "../people/denied.ts";
import type { KeptNotice, KeptWord, ReleasePorts } from "./ports.ts";

/** A notice, and what the partner said about it. */
export type NoticeView = KeptNotice & { readonly words: readonly KeptWord[] };

/**
 * Whom a recall told, and what they answered, for somebody who needs to know the case. The read is noted
 * before anything is handed out. Rejects with Denied "not-found", and raises an alarm, where there is no
 * need.
 */
export async function readNotices(
  asked: { readonly case: string; readonly recall: string; readonly by: string },
  ports: ReleasePorts,
): Promise<readonly NoticeView[]> {
  const { case: id, recall, by } = asked;
  const day = ports.now().slice(0, 10);
  const found = await ports.cases.gather(id, { reader: by, day });
  await requireNeed(id, found, { by, kind: "notices", day }, ports);
  await ports.cases.noteRead(by, "recall", recall);
  const notices = await ports.releases.noticesOf(recall);
  if (notices.length > 0 && notices.every((one) => one.case === id)) {
    return Promise.all(
      notices.map(async (one) => ({ ...one, words: await ports.releases.wordsAbout(one.id) })),
    );
  }
  const what = "the case has no such recall";
  throw new Denied("not-found", `recall ${recall}`, what, "name a step that called something back");
}
