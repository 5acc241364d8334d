import { UNREADABLE, type FactName } from "../../core/fact.ts";
import type { Json, JsonObject, Note } from "../../core/item.ts";
import { part } from "../../core/marking/json-value.ts";
import { findMarkings, readMarkingLabel } from "../../core/marking/text.ts";
import type { ClaimSet } from "./claim-set.ts";

const AT = "/document/distribution";
/** CSAF 2.0 section 3.2.1.5.2 and CSAF 2.1 section 3.2.2.5.3: the labels of each version. */
const LABELS: ReadonlyMap<Json | undefined, readonly string[]> = new Map([
  ["2.0", ["AMBER", "GREEN", "RED", "WHITE"]],
  ["2.1", ["AMBER", "AMBER+STRICT", "CLEAR", "GREEN", "RED"]],
]);
/** CSAF 2.1 section 3.2.2.5.1: reserved values, each id with its name and each name with its id. */
const EVERYBODY = { id: "ffffffff-ffff-ffff-ffff-ffffffffffff", name: "Public" };
const NOBODY = { id: "00000000-0000-0000-0000-000000000000", name: "No sharing allowed" };
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
