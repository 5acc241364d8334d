import type { FactName } from "./facts/fact.ts";

/** Any JSON value, as a strict reader hands it over. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The formats Caveat reads. */
export type ItemFormat =
  "stix-2.1" | "stix-2.0" | "misp" | "csaf" | "text" | "markdown" | "csv" | "pdf" | "email";

/**
 * One thing read from an item or stated by a person. Facts are merged from claims, so every fact
 * can show where it comes from.
 */
export interface Claim {
  readonly fact: FactName;
  /** Shape depends on the fact's kind, see `FACTS` in fact.ts. */
  readonly value: string | boolean;
  /**
   * Where it was read: a JSON pointer ("/objects/3/object_marking_refs/0"), "line 12",
   * "page 2 line 4", "header Subject"; or, for a statement, the field of the case file.
   */
  readonly place: string;
  /** How it was understood, in one short phrase. Never repeats more of the item than needed. */
  readonly says: string;
  /** Who stated it; absent when it was read from the item. */
  readonly statedBy?: string;
  /**
   * "container": it stands on a STIX report, grouping or note that refers to this part. By the
   * standard that does not cover the part; a pack may read it so. Absent: it is the part's own.
   */
  readonly reading?: "container";
}

/** Something odd about the item that is kept, shown on the verdict and never silently repaired. */
export interface Note {
  readonly code: string;
  readonly place: string;
  /** One sentence. */
  readonly says: string;
}

/** A part of an item that can be decided on its own: a STIX object, a MISP attribute, a document. */
export interface Part {
  /** STIX id, MISP uuid, or "" for a document that has one part only. */
  readonly id: string;
  /** STIX type, MISP type, or the format of the document. */
  readonly type: string;
  /** JSON pointer to the part, "" for the whole. */
  readonly place: string;
  readonly claims: readonly Claim[];
  /** True for a marking or extension definition: it has no content of its own to be marked. */
  readonly isDefinition?: true;
}

/** What somebody wants to share, read once from untrusted bytes. */
export interface Item {
  readonly name: string;
  readonly format: ItemFormat;
  /** Lower-case hex SHA-256 of the original bytes. */
  readonly sha256: string;
  /** Length of the original bytes. */
  readonly size: number;
  readonly parts: readonly Part[];
  readonly notes: readonly Note[];
}
