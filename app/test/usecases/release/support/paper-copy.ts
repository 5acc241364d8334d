import type { Copy, CopyFor, Secret } from "../../../../src/core/release/copy.ts";
import type { SanitisePlan } from "../../../../src/core/release/plan.ts";
import type { ReleasePorts, Residue } from "../../../../src/usecases/release/ports.ts";

const OBJECT = /"(?:report|indicator)--[0-9a-f-]{36}"/g;

/**
 * Copies as simple as can be, for tests of everything around them: one STIX report whose words are those
 * of the caveats and of the original's title, without the words that a step "remove-words" names.
 */
export const makePaperCopy: ReleasePorts["makeCopy"] = async (
  original,
  name,
  medium,
  plan,
  about,
) => {
  const text = new TextDecoder().decode(original);
  const title = /"name":\s*"([^"]*)"/.exec(text)?.[1] ?? name;
  const words = wordsOf(plan);
  const left = words.reduce((rest, word) => rest.replaceAll(word, "(removed)"), title);
  const object = reportOf(left, about);
  const bytes = encode({
    type: "bundle",
    id: `bundle--${about.uuidFor("bundle")}`,
    objects: [object],
  });
  const removed: Secret[] = [
    ...words.map((word) => ({ text: word, kind: "word" as const, place: "/objects/0/name" })),
    ...[...text.matchAll(OBJECT)].map(([id]) => ({
      text: id.slice(1, -1),
      kind: "id" as const,
      place: "/objects",
    })),
  ];
  return {
    format: "stix-2.1",
    mediaType: "application/stix+json;version=2.1",
    fileName: `${medium}.json`,
    bytes,
    objects: [
      {
        id: object.id,
        type: "report",
        specVersion: "2.1",
        version: about.at,
        bytes: encode(object),
        refersTo: [],
      },
    ],
    removed,
    changes: [{ step: "new-id", place: "/objects/0", says: "has a new id" }],
    ids: [{ from: "report", to: object.id }],
  } satisfies Copy;
};

/** Finds what was removed where it stands as it is. */
export const findPlainly: ReleasePorts["residueOf"] = async ({ bytes, removed }, more) => {
  const text = new TextDecoder().decode(bytes).toLowerCase();
  return [...removed, ...more].flatMap((secret): readonly Residue[] =>
    text.includes(secret.text.toLowerCase()) ? [{ place: "its text", says: secret.kind }] : [],
  );
};

function reportOf(title: string, { own, caveats, at, uuidFor }: CopyFor) {
  return {
    type: "report",
    spec_version: "2.1",
    id: `report--${uuidFor("report")}`,
    created_by_ref: own.stixIdentity,
    created: at,
    modified: at,
    published: at,
    name: title,
    description: caveats.map(({ says }) => says).join(" "),
    object_refs: [own.stixIdentity],
  };
}

function wordsOf({ steps }: SanitisePlan): readonly string[] {
  return steps.flatMap((one) => (one.step === "remove-words" ? one.words : []));
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
