import { object, relate } from "../../stix/given.ts";

/** A bundle of a few hundred KB: tools with names of persons, addresses and digests in their descriptions. */
export function largeBundle(count = 160): Buffer {
  const tools = Array.from({ length: count }, (_, n) =>
    object("tool", n + 1, {
      name: `Heron ${n}`,
      description: `${`Seen by Ada Linde near host${n}.agency.example. `.repeat(40)}ada${n}@linde.example`,
    }),
  );
  const people = Array.from({ length: count }, (_, n) =>
    object("identity", n + 1, { name: `Bram Velt${n}`, identity_class: "individual" }),
  );
  const links = tools.map((tool, n) => relate(tool, "related-to", tools[n - 1] ?? tool));
  const objects = [...tools, ...people, ...links];
  const id = "bundle--00000000-0000-4000-8000-00000000b001";
  return Buffer.from(JSON.stringify({ type: "bundle", id, objects }));
}
