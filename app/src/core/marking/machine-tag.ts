import { fold } from "./fold.ts";

/** A MISP machine tag: namespace:predicate="value", or namespace:predicate. */
export interface MachineTag {
  /** Lower case. */
  readonly namespace: string;
  /** Lower case; may itself hold ":" ("classification:us"). */
  readonly predicate: string;
  /** As written; absent where the tag has none. */
  readonly value?: string;
}

/** The parts of a machine tag; undefined when the text is no machine tag. */
export function parseMachineTag(text: string): MachineTag | undefined {
  const tag = fold(text);
  const colon = tag.indexOf(":");
  const namespace = tag.slice(0, Math.max(colon, 0)).trim().toLowerCase();
  if (colon < 1 || !/^[a-z0-9._-]{1,64}$/.test(namespace)) return undefined;
  const rest = tag.slice(colon + 1);
  const equals = rest.indexOf("=");
  if (equals < 0) return { namespace, predicate: rest.trim().toLowerCase() };
  const value = rest.slice(equals + 1).trim();
  const quoted = /^"[^"]*"$/.test(value) ? value.slice(1, -1) : value;
  return { namespace, predicate: rest.slice(0, equals).trim().toLowerCase(), value: quoted.trim() };
}
