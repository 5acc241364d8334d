/** A MISP galaxy tag, as exports to STIX carry it in labels. */
export interface GalaxyLabel {
  /** The galaxy: "threat-actor", "country". */
  readonly galaxy: string;
  readonly value: string;
}

const PREFIX = "misp-galaxy:";

/** Reads `misp-galaxy:threat-actor="Sofacy"`; undefined for every other label. Source: MISP tag syntax. */
export function readGalaxyLabel(label: string): GalaxyLabel | undefined {
  if (!label.startsWith(PREFIX) || !label.endsWith('"')) return undefined;
  const equals = label.indexOf('="');
  if (equals < 0 || equals + 2 >= label.length) return undefined;
  return {
    galaxy: label.slice(PREFIX.length, equals),
    value: label.slice(equals + 2, -1),
  };
}
