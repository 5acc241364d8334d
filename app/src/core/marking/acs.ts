import type { Json, JsonObject } from "../item.ts";
import { readControlSet, sayList } from "./acs-control-set.ts";
import { sayUnreadableClassification } from "./classification.ts";
import { sayControls } from "./control.ts";
import { isObject, itemsOf, part, textsOf } from "./json-value.ts";
import { sayUnreadable, type MarkingSays } from "./says.ts";

/** The extension of the OASIS common objects that carries ISA/ACS 3.0. */
export const ACS_EXTENSION = "extension-definition--3a65884d-005a-4290-8335-cb2d778a83ce";

const POLICY =
  /^urn:isa:policy:acs:ns:v3\.0\?privdefault=(permit|deny)&sharedefault=(permit|deny)$/;

/**
 * What an ISA/ACS 3.0 marking says. In: the extension object. Out: the classification of its control
 * set; `dissemination` tokens ("deny-by-default", "share-deny-by-default", "noforn", "les", …);
 * `releasableTo` for each list of nationalities (alpha-2) or organisations. Permissions it grants
 * loosen nothing; what it denies restricts. Unknown values are unreadable.
 *
 * Source: ISA ACS 3.0a as profiled by the OASIS common objects.
 */
export function readAcs(marking: JsonObject): MarkingSays[] {
  const control = marking["control_set"];
  return [
    ...readPolicy(marking["policy_reference"], marking["further_sharing"]),
    ...(isObject(control)
      ? readControlSet(control)
      : sayUnreadableClassification("ACS control_set", "the control set is missing")),
    ...itemsOf(marking["access_privilege"]).flatMap(readPrivilege),
  ];
}

function readPolicy(reference: Json | undefined, sharing: Json | undefined): MarkingSays[] {
  const found = POLICY.exec(typeof reference === "string" ? reference.trim() : "");
  const unknown = found === null ? sayUnreadable("ACS policy_reference", "not an ACS policy") : [];
  const deny = found?.[1] === "permit" ? [] : ["deny-by-default"];
  return [
    ...unknown,
    ...sayControls(deny, "ACS privdefault"),
    ...readSharing(found?.[2] === "permit", sharing),
  ];
}

/** Where sharing is denied by default, only those it permits may have it; nobody when none is named. */
function readSharing(permitted: boolean, sharing: Json | undefined): MarkingSays[] {
  const scopes = new Map<string, string[]>([
    ["permit", []],
    ["deny", []],
  ]);
  const unknown = itemsOf(sharing).filter((rule) => {
    const effect = part(rule, "rule_effect");
    const scope = typeof effect === "string" ? scopes.get(effect) : undefined;
    scope?.push(...textsOf(part(rule, "sharing_scope")));
    return scope === undefined;
  });
  const denied = (scopes.get("deny") ?? []).map((scope) => `share-deny-${scope.toLowerCase()}`);
  const list = scopes.get("permit") ?? [];
  return [
    ...unknown.flatMap(() => sayUnreadable("ACS further_sharing", "a rule without an effect")),
    ...sayControls(denied, "ACS further_sharing"),
    ...(permitted ? [] : sayControls(["share-deny-by-default"], "ACS sharedefault")),
    ...(permitted || list.length === 0 ? [] : sayList(list, "ACS further_sharing")),
  ];
}

/** A privilege that is denied is a control of its own; one that is permitted loosens nothing. */
function readPrivilege(privilege: Json): MarkingSays[] {
  const action = part(privilege, "privilege_action");
  const effect = part(privilege, "rule_effect");
  if (typeof action !== "string" || (effect !== "permit" && effect !== "deny")) {
    return sayUnreadable("ACS access_privilege", "no action or no effect");
  }
  if (effect === "permit") return [];
  return sayControls([`deny-${action.toLowerCase()}`], "ACS access_privilege");
}
