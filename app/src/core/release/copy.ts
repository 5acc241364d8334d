import type { ItemFormat } from "../item.ts";
import type { StepName } from "./plan.ts";

/** Over what a copy leaves. */
export type Medium = "taxii" | "misp-feed" | "package" | "export";

/** What a copy is made for. All of it comes in as an argument: the same again makes the same bytes. */
export interface CopyFor {
  /** The partner's id in the register; never written into the bytes. */
  readonly partner: string;
  /** Who sends: an identity of its own in what leaves. A STIX id, a MISP organisation's uuid, a name. */
  readonly own: {
    readonly stixIdentity: string;
    readonly organisation: string;
    readonly name: string;
    /** Ids, names and addresses under which the own service appears in items. */
    readonly aliases: readonly string[];
    readonly country: string;
  };
  /** UTC with milliseconds. */
  readonly at: string;
  /** Caveats that travel inside, in their order. */
  readonly caveats: readonly Caveat[];
  /**
   * The partner's own id for a part that was changed, always the same for the same part and partner, and
   * not to be guessed from it (UUIDv4 from a keyed hash, or from a kept table).
   */
  readonly uuidFor: (part: string) => string;
  /**
   * When an object of ours was first given to the partner, by its id in the copy; undefined for a new one.
   * All versions of an object say the same (STIX 2.1 section 3.6.2).
   */
  readonly createdOf?: ReadonlyMap<string, string>;
}

/** A caveat as the recipient reads it, and as its programs do. */
export interface Caveat {
  /** The name in the pack, "onward-ban". */
  readonly id: string;
  /** One or more plain sentences. */
  readonly says: string;
  /** Set for a label: "TLP:AMBER+STRICT", "PAP:GREEN". */
  readonly label?: string;
}

/** An item as it leaves for one partner over one medium. */
export interface Copy {
  readonly format: ItemFormat;
  readonly mediaType: string;
  /** Says nothing of what is inside. */
  readonly fileName: string;
  /** The exact bytes that leave, caveats included; an approval is for their SHA-256. */
  readonly bytes: Uint8Array;
  /** The same part by part where the medium hands out parts: STIX objects, one MISP event. */
  readonly objects: readonly CopyObject[];
  /** What must not be found in anything that leaves. */
  readonly removed: readonly Secret[];
  /**
   * What left with a part it stood in: no secret where the bytes say the same by right, and not to be found
   * in anything else that leaves either.
   */
  readonly parted?: readonly Secret[];
  /** What was done, for people: one line for each change. */
  readonly changes: readonly Change[];
  /** As they stand in its bytes; there once it is kept. */
  readonly caveats?: readonly Caveat[];
  /** Which part became which; kept privately, per partner. */
  readonly ids: readonly { readonly from: string; readonly to: string }[];
}

export interface CopyObject {
  readonly id: string;
  readonly type: string;
  /** STIX "2.1"; for MISP the version of its core format. */
  readonly specVersion: string;
  /** UTC: STIX `modified`, else `created`; undefined where the format has no versions (SCO). */
  readonly version?: string;
  readonly bytes: Uint8Array;
  /** Ids of other objects of this copy that it refers to. */
  readonly refersTo: readonly string[];
}

/** Something that must not leave. */
export interface Secret {
  readonly text: string;
  readonly kind:
    | "id"
    | "name"
    | "address"
    | "number"
    | "value"
    | "time"
    | "place"
    | "marking"
    | "originator"
    | "recipient"
    | "word"
    | "text"
    | "file";
  /** Where it stood in the original: a JSON pointer, "line 12", "page 2 line 4". */
  readonly place: string;
}

export interface Change {
  readonly step: StepName | "new-id" | "close-references" | "allow-list" | "attach-caveats";
  readonly place: string;
  /** One short phrase; never repeats what was removed. */
  readonly says: string;
}
