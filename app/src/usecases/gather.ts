import type { CaseFile, GroupEntry, SiteFile, Statement } from "../core/case.ts";
import { mergeFacts } from "../core/facts.ts";
import type { Claim, Item, Note, Part } from "../core/item.ts";
import type { FactsSheet } from "../core/sheet.ts";
import { suggest } from "../core/nearest.ts";
import type { Recipient, Standing } from "../core/partner.ts";
import { Refusal } from "../core/refusal.ts";
import { applySourceDefaults, refuseContradictions, toClaims } from "../core/statement.ts";
import type { SourceDefault } from "../core/case.ts";

/** Everyone who may receive: each partner, and each group with its members. */
export function toRecipients(
  partners: readonly Standing[],
  groups: readonly GroupEntry[],
  place: string,
): readonly Recipient[] {
  const ids = [...partners, ...groups].map((one) => one.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) {
    throw new Refusal("bad-case", place, `the id "${twice}" stands twice`, "give each its own id");
  }
  const single = partners.map((one) => ({ id: one.id, name: one.name, members: [one] }));
  const grouped = groups.map(({ id, name, members }) => ({
    id,
    name,
    members: members.map((member) => findPartner(member, partners, place)),
  }));
  return [...single, ...grouped];
}

/** The recipients with the given ids; every one when no id is given. */
export function chooseRecipients(
  all: readonly Recipient[],
  ids: readonly string[] | undefined,
  place: string,
): readonly Recipient[] {
  if (ids === undefined || ids.length === 0) return all;
  return ids.map((id) => {
    const found = all.find((one) => one.id === id);
    if (found === undefined) throw unknownPartner(id, all, place);
    return found;
  });
}

/** Merges what was read with what persons and sources state. Throws a Refusal on contradictions. */
export function gatherFacts(
  item: Item | undefined,
  statements: readonly Statement[],
  defaults: readonly SourceDefault[],
): {
  readonly sheet: FactsSheet;
  readonly notes: readonly Note[];
  readonly claims: readonly Claim[];
} {
  const stated = statements.flatMap((one, i) => toClaims(one, `item.stated[${i}]`));
  refuseContradictions(stated);
  const parts: readonly Part[] = applySourceDefaults(item?.parts ?? [], defaults);
  const { sheet, notes } = mergeFacts(parts, stated);
  return {
    sheet,
    notes: [...(item?.notes ?? []), ...notes],
    claims: [...parts.flatMap((part) => part.claims), ...stated],
  };
}

/** Facts written straight into a case, as a statement by the case itself. */
export function statementsOf(file: CaseFile): readonly Statement[] {
  const { facts, stated } = file.item;
  if (facts === undefined) return stated;
  return [
    { by: file.request.requester ?? "case file", on: file.now ?? "0000-01-01", facts },
    ...stated,
  ];
}

/** What stands in the site and in the case, together. */
export function joinSite(
  file: CaseFile,
  site: SiteFile | undefined,
): CaseFile & { readonly packs: readonly string[] } {
  const own = file.own ?? site?.own;
  return {
    ...file,
    ...(own === undefined ? {} : { own }),
    packs: file.packs ?? site?.packs ?? [],
    partners: [...(site?.partners ?? []), ...file.partners],
    groups: [...(site?.groups ?? []), ...file.groups],
    people: [...(site?.people ?? []), ...file.people],
    sourceDefaults: [...(site?.sourceDefaults ?? []), ...file.sourceDefaults],
  };
}

function findPartner(id: string, partners: readonly Standing[], place: string): Standing {
  const found = partners.find((one) => one.id === id);
  if (found === undefined) throw unknownPartner(id, partners, place);
  return found;
}

function unknownPartner(
  id: string,
  known: readonly { readonly id: string }[],
  place: string,
): Refusal {
  const remedy = suggest(
    id,
    known.map((one) => one.id),
  );
  return new Refusal(
    "unknown-partner",
    place,
    `"${id}" is not a registered partner or group`,
    remedy,
  );
}
