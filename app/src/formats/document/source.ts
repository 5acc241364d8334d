import type { ItemFormat } from "../../core/item.ts";
import type { Limits } from "../limits.ts";
import type { ClaimSet } from "./claim-set.ts";

/** The documents that are read line by line; CSAF is JSON and has a reader of its own. */
export type DocumentKind = Extract<ItemFormat, "text" | "markdown" | "csv" | "pdf" | "email">;

/** A document, or one inside another, and where its claims go. */
export interface Source {
  readonly bytes: Uint8Array;
  /** How refusals call it. */
  readonly name: string;
  readonly limits: Limits;
  /** Put before every place, "attachment 2 " for one; "" for the document itself. */
  readonly before: string;
  readonly set: ClaimSet;
}
