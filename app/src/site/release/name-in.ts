const AT_END = /(?:^|--)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The name a part has in its id, which is a UUID or ends in one; [] for an id of another form. */
export function nameIn(id: string): readonly string[] {
  const name = AT_END.exec(id)?.[1];
  return name === undefined ? [] : [name];
}
