import type { Act } from "../../core/casework/act.ts";
import type { ActToKeep } from "./ports.ts";

/** What an entry says of a step in the open: ids, codes and hashes; nothing that somebody wrote. */
export function codesOf(act: Act): ActToKeep["codes"] {
  switch (act.kind) {
    case "open":
      return { item: act.item.id, sha256: act.item.sha256, recipients: act.recipients };
    case "amend":
      return { recipients: act.recipients };
    case "assess":
      return { stage: act.stage };
    case "ask-consent":
    case "consent":
    case "assure":
      return { partner: act.partner };
    case "approve":
      return { role: act.role, manifest: act.manifest };
    case "refuse":
    case "override":
      return { role: act.role };
    case "retract":
      return { approval: act.act };
    case "prepare": {
      const { recipient, partner, medium, collection, sha256 } = act;
      return { recipient, partner, medium, collection, sha256 };
    }
    case "release":
      return {
        recipients: act.copies.map(({ partner }) => partner),
        collections: act.copies.map(({ collection }) => collection),
        copies: act.copies.map(({ sha256 }) => sha256),
      };
    case "recall":
      return {
        release: act.release,
        how: act.how,
        due: act.due,
        recipients: [...new Set(act.notices.map(({ partner }) => partner))],
        ...(act.replacement === undefined ? {} : { replacement: act.replacement }),
      };
    case "state":
    case "withdraw":
    case "close":
    case "review":
      return {};
  }
}
