/** One country an actor is attributed to, and who says so. */
export interface Attribution {
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string;
  /** The actor's main name in the source. */
  readonly actor: string;
  /** Who says so: a publication or a cluster file. */
  readonly source: string;
  /** When they said so, YYYY-MM-DD. */
  readonly date: string;
}

/**
 * Names of threat actors and the countries they are attributed to. A name that belongs to several
 * actors keeps every candidate: a rule that withholds must see all of them.
 */
export interface ActorTable {
  /** Every attribution of every actor that carries this name or alias (case does not matter); [] when none is known. */
  byName(name: string): readonly Attribution[];
  /** The same for the uuid of an actor's galaxy cluster or STIX object. */
  byUuid(uuid: string): readonly Attribution[];
}
