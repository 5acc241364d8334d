import { CRITERIA, type Standing } from "../../app/src/core/partner.ts";

const FINDINGS = ["sufficient", "limited", "insufficient", "unknown"] as const;
const TOPICS = ["country:RU", "country:CN", "country:IR", "country:KP", "terrorism"] as const;

/** As many partners as asked for: those of a site, then the same with one thing or another changed. */
export function manyPartners(partners: readonly Standing[], count: number): readonly Standing[] {
  return Array.from({ length: count }, (_, n) => {
    const model = partners[n % partners.length];
    if (model === undefined) throw new Error("a site has a partner");
    return n < partners.length ? model : vary(model, n);
  });
}

/** Other ids and country; another finding on one criterion of the note; another watch topic. */
function vary(model: Standing, n: number): Standing {
  const id = `${model.id}-${n}`;
  const criterion = CRITERIA[n % CRITERIA.length] ?? "humanRights";
  const before = model.note?.criteria[criterion];
  const finding = FINDINGS[n % FINDINGS.length] ?? "unknown";
  const topic = TOPICS[n % TOPICS.length] ?? "country:RU";
  return {
    ...model,
    id,
    ids: [id],
    country: `X${String.fromCharCode(65 + (n % 26))}`,
    watch: n % 3 === 0 ? [] : [...model.watch, { topic, because: "its use is uncertain" }],
    ...(model.note === undefined || before === undefined
      ? {}
      : {
          note: {
            ...model.note,
            criteria: { ...model.note.criteria, [criterion]: { ...before, finding } },
          },
        }),
  };
}
