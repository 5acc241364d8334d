const ACTORS = new Set(["microsoft-activity-group", "groups", "tidal-groups"]);

/**
 * Does a MISP galaxy of this type list actors? Threat actors and intrusion sets of any publisher do
 * ("threat-actor", "360net-threat-actor", "mitre-intrusion-set"), and those that Microsoft and Tidal
 * ("groups") name. Countries, sectors, producers and tools say nothing about who did it.
 */
export function isActorGalaxy(type: string): boolean {
  return ACTORS.has(type) || /(^|-)(threat-actor|intrusion-set)$/.test(type);
}
