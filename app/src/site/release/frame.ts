const FRAME = /^(?:marking-definition|identity|extension-definition)--/;

/**
 * Is this the id of what others refer to, and what says nothing by itself: a marking, an identity? It stays
 * as long as anything shown refers to it (connectors.md C09).
 */
export function isFrame(id: string): boolean {
  return FRAME.test(id);
}
