import type { Act } from "../../../core/casework/act.ts";
import type { ActToKeep } from "../ports.ts";

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
    case "prepare":
    case "release":
    case "recall":
      return leavingCodes(act);
    case "state":
    case "withdraw":
    case "close":
    case "review":
      return {};
  }
}

type Leaving = Extract<Act, { readonly kind: "prepare" | "release" | "recall" }>;

function leavingCodes(act: Leaving): ActToKeep["codes"] {
  if (act.kind === "prepare") {
    const { recipient, partner, medium, collection, sha256 } = act;
    return { recipient, partner, medium, collection, sha256 };
  }
  if (act.kind === "release") {
    return {
      recipients: act.copies.map(({ partner }) => partner),
      collections: act.copies.map(({ collection }) => collection),
      copies: act.copies.map(({ sha256 }) => sha256),
    };
  }
  const { release, how, due, replacement, notices } = act;
  const recipients = [...new Set(notices.map(({ partner }) => partner))];
  const about = { release, how, due, recipients };
  return replacement === undefined ? about : { ...about, replacement };
}
