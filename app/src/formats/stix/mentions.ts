import { absentActorClaims } from "./actors.ts";
import { NONE } from "./id-index.ts";
import type { Reading, StixObject } from "./object.ts";
import type { Reference } from "./references.ts";
import { Takers, type Carrier } from "./spread.ts";

/**
 * Who mentions whom in a file, and the actors that are mentioned without being in it. An object takes
 * facts from all it refers to: a relationship from both ends, a report or grouping from its members,
 * through as many of them as it takes.
 */
export class Mentions {
  readonly takers: Takers;
  /** What the actor table knows of absent actors, on nodes numbered after the last object. */
  readonly absent: readonly Carrier[];
  readonly #absent: Carrier[] = [];
  readonly #nodes = new Map<string, number>();
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.takers = new Takers(reading.budget);
    this.absent = this.#absent;
  }

  /** Takes in a reference of an object; not those to its creators and markings. */
  see(object: StixObject, reference: Reference): void {
    const { value: id } = reference;
    if (typeof id !== "string" || isAboutTheFile(reference.key)) return;
    let source = this.first(id);
    if (source === NONE) source = this.#seeAbsent(id, reference);
    for (; source !== NONE; source = this.next(source)) this.takers.add(object.index, source);
  }

  /** The node of the first object of this id, or of the absent actor, or NONE; go on with `next`. */
  first(id: string): number {
    const at = this.#reading.ids.firstAt(id);
    return at === NONE ? (this.#nodes.get(id) ?? NONE) : at;
  }

  next(node: number): number {
    return this.#reading.ids.nextAt(node);
  }

  /** Calls `visit` with the node of every object of this id, or of the absent actor. */
  each(id: string, visit: (node: number) => void): void {
    for (let node = this.first(id); node !== NONE; node = this.next(node)) visit(node);
  }

  #seeAbsent(id: string, reference: Reference): number {
    const claims = absentActorClaims(id, reference, this.#reading);
    if (claims.length === 0) return NONE;
    const node = this.#reading.objects.length + this.#absent.length;
    this.#nodes.set(id, node);
    this.#absent.push({ node, claims });
    return node;
  }
}

/** Who wrote the object and how it is marked is not what it is about. */
function isAboutTheFile(key: string): boolean {
  return key.endsWith("_by_ref") || key.endsWith("marking_refs") || key === "marking_ref";
}
