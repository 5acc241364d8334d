import type { CaseFile, GroupEntry, SiteFile, Statement } from "../core/case.ts";
import { mergeFacts } from "../core/facts/facts.ts";
import type { Item, Note } from "../core/item.ts";
import type { FactsSheet } from "../core/facts/sheet.ts";
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

/** The recipients with the given ids; every one when no id is given. Throws a Refusal for none. */
export function chooseRecipients(
  all: readonly Recipient[],
  ids: readonly string[] | undefined,
  place: string,
): readonly Recipient[] {
  if (all.length === 0) {
    const remedy = "name partners in it, or a site";
    throw new Refusal("bad-case", place, "nobody is there to receive it", remedy);
  }
  if (ids === undefined || ids.length === 0) return all;
  return ids.map((id) => {
    const found = all.find((one) => one.id === id);
    if (found === undefined) throw unknownPartner(id, all, place);
    return found;
  });
}

/** A statement, with the file and field in which it stands. */
export interface PlacedStatement {
  readonly statement: Statement;
  readonly place: string;
}

/** Merges what was read with what persons and sources state. Throws a Refusal on contradictions. */
export function gatherFacts(
  item: Item | undefined,
  statements: readonly PlacedStatement[],
  defaults: readonly SourceDefault[],
): { readonly sheet: FactsSheet; readonly notes: readonly Note[] } {
  const stated = statements.flatMap(({ statement, place }) => toClaims(statement, place));
  refuseContradictions(stated);
  const parts = applySourceDefaults(item?.parts ?? [], defaults);
  const { sheet, notes } = mergeFacts(parts, stated);
  return { sheet, notes: [...(item?.notes ?? []), ...notes] };
}

/** What a case states about its item; facts written straight into it are the requester's. */
export function statementsOf(file: CaseFile, path: string): readonly PlacedStatement[] {
  const { facts, stated } = file.item;
  const placed = stated.map((statement, i) => ({
    statement,
    place: `${path} at item.stated[${i}]`,
  }));
  if (facts === undefined) return placed;
  const by = file.request.requester ?? "case file";
  const own = { by, on: file.now ?? "0000-01-01", facts };
  return [{ statement: own, place: `${path} at item` }, ...placed];
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
