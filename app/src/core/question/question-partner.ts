import type { Day } from "../day.ts";
import { isInForce } from "../experience.ts";
import { CRITERIA, type Standing, type WeightingNote } from "../partner.ts";

/** `Partner` of packs/caveat.cedarschema. */
export interface PartnerAttributes {
  readonly kind: string;
  readonly audience: string;
  readonly relation: boolean;
  readonly lawEnforcement: boolean;
  readonly note: {
    readonly exists: boolean;
    readonly complete: boolean;
    readonly risksAnswered: boolean;
    readonly listsOpenEvents: boolean;
    readonly approved: boolean;
    readonly ministerInformed: boolean;
    readonly namesRisks: boolean;
    readonly overdue: boolean;
  };
  readonly humanRightsSufficient: boolean;
  readonly allCriteriaSufficient: boolean;
  readonly assurancesBroken: boolean;
  readonly openLabelBreach: boolean;
}

/** The partner's standing on the day. Findings are compared one by one and never averaged. */
export function askAboutPartner(partner: Standing, now: Day): PartnerAttributes {
  const note = partner.note;
  const open = (type: string): boolean =>
    partner.experiences.some((e) => e.type === type && isInForce(e, now));
  return {
    kind: partner.kind,
    audience: partner.audience,
    relation: partner.relation,
    lawEnforcement: partner.lawEnforcement,
    note: {
      exists: note !== undefined,
      complete: note !== undefined && isComplete(note),
      risksAnswered: note !== undefined && note.risks.every(isAnswered),
      listsOpenEvents: note !== undefined && listsOpenEvents(note, partner, now),
      approved: isApproved(note, now),
      ministerInformed: isMinisterInformed(note, now),
      namesRisks: note !== undefined && note.risks.length > 0,
      overdue: note?.reviewBy === undefined || note.reviewBy < now,
    },
    humanRightsSufficient: note?.criteria.humanRights?.finding === "sufficient",
    allCriteriaSufficient:
      note !== undefined && CRITERIA.every((c) => note.criteria[c]?.finding === "sufficient"),
    assurancesBroken: open("broken-assurance"),
    openLabelBreach: open("label-breach"),
  };
}

function isComplete(note: WeightingNote): boolean {
  return CRITERIA.every((name) => {
    const criterion = note.criteria[name];
    return (
      criterion !== undefined && criterion.finding !== "unknown" && criterion.reasons.trim() !== ""
    );
  });
}

function isAnswered(risk: { readonly mitigation?: string; readonly acceptance?: string }): boolean {
  return (risk.mitigation ?? "").trim() !== "" || (risk.acceptance ?? "").trim() !== "";
}

/** Every experience that was open and known when the note was approved stands in it. */
function listsOpenEvents(note: WeightingNote, partner: Standing, now: Day): boolean {
  const approvedOn = note.approvedOn ?? now;
  return partner.experiences
    .filter((e) => isInForce(e, now) && e.learnedOn <= approvedOn)
    .every((e) => note.listsEvents.includes(e.id));
}

function isApproved(note: WeightingNote | undefined, now: Day): boolean {
  return note?.approvedBy !== undefined && note.approvedOn !== undefined && note.approvedOn <= now;
}

function isMinisterInformed(note: WeightingNote | undefined, now: Day): boolean {
  if (note?.approvedBy === "minister") return true;
  return note?.ministerInformedOn !== undefined && note.ministerInformedOn <= now;
}
