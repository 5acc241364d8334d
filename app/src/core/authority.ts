import { approvalObjection, type Binding, type Ground } from "./approval.ts";
import type { Day } from "./day.ts";
import { isInForce } from "./experience.ts";
import {
  isReasoned,
  splitMeasure,
  type JudgedMeasure,
  type Performed,
  type Person,
} from "./measure.ts";
import type { Recipient } from "./partner.ts";
import { UNNAMED } from "./question/question-item.ts";
import type { Request } from "./request.ts";

export type { Binding } from "./approval.ts";

/**
 * Which of the measures performed count today for this recipient and request, each with the reason.
 * Authority is judged before any rule: an approval counts only from somebody who held the role on
 * the day of signing and is neither requester, assessor nor administrator, and one person counts for
 * one role. In a case (with a binding) it must also be for the manifest as it is now, or follow from a
 * standing permission that covers the case, and acknowledge what the packs demand; and whoever asks
 * assesses nothing. Outside a case nothing follows from a permission.
 * Nothing is dropped: what does not count is returned with the reason (DESIGN: authority).
 */
export function judgeMeasures(
  performed: readonly Performed[],
  request: Request,
  recipient: Recipient,
  people: readonly Person[],
  now: Day,
  binding?: Binding,
): readonly JudgedMeasure[] {
  const ground: Ground = {
    request,
    recipient,
    people,
    all: performed,
    now,
    ...(binding === undefined ? {} : { binding }),
  };
  const signed = new Map<string, string>();
  return performed.map((one) => {
    const why = objection(one, ground) ?? secondRole(one, signed);
    if (why !== undefined) return { measure: one.measure, counts: false, why };
    if (one.measure.startsWith("approve:")) signed.set(one.by, one.measure);
    return { measure: one.measure, counts: true, why: `${one.by}, ${one.on}` };
  });
}

function objection(one: Performed, ground: Ground): string | undefined {
  const parts = splitMeasure(one.measure);
  if (parts === undefined) return "it is not a measure";
  if (one.on > ground.now) return `it is dated ${one.on}, after ${ground.now}`;
  if (one.expires !== undefined && one.expires < ground.now) return `it expired on ${one.expires}`;
  switch (parts.kind) {
    case "approve":
      return approvalObjection(one, parts.what, ground);
    case "consent":
      return consentObjection(one, parts.what, ground);
    case "assure":
      return assuranceObjection(one, ground);
    case "assess":
      return assessmentObjection(one, ground);
    case "state":
      return textObjection(one);
    case "sanitise":
      return sanitisedObjection(one, ground);
    case "attach":
      return undefined;
  }
}

function assessmentObjection(one: Performed, { request, binding }: Ground): string | undefined {
  if (binding !== undefined && one.by === request.requester) {
    return `${one.by} made the request; somebody else assesses the risk`;
  }
  return textObjection(one);
}

function consentObjection(one: Performed, originator: string, ground: Ground): string | undefined {
  if (originator === UNNAMED) return "nobody has named this originator; name it, then ask it";
  if (one.by !== originator) return `${one.by} cannot consent for ${originator}`;
  if (one.partner !== ground.recipient.id) {
    return `it names ${one.partner ?? "no partner"}, not ${ground.recipient.id}`;
  }
  if (one.purpose !== ground.request.purpose) {
    return `it is for the purpose "${one.purpose ?? ""}", not "${ground.request.purpose}"`;
  }
  return undefined;
}

function assuranceObjection(one: Performed, ground: Ground): string | undefined {
  const { recipient, now } = ground;
  const broken = recipient.members.find((member) =>
    member.experiences.some((e) => e.type === "broken-assurance" && isInForce(e, now)),
  );
  if (broken !== undefined) {
    return `${broken.name} broke an earlier assurance and has not remedied that`;
  }
  if (one.partner !== recipient.id) {
    return `it names ${one.partner ?? "no partner"}, not ${recipient.id}`;
  }
  const givers = [recipient.id, ...recipient.members.flatMap((m) => [m.id, ...m.ids])];
  if (!givers.includes(one.by)) return `${one.by} cannot give an assurance for ${recipient.id}`;
  return textObjection(one);
}

/** In a case only a copy shows it; a case file says that it was done, for whoever receives. */
function sanitisedObjection(
  { partner, missing }: Performed,
  { recipient }: Ground,
): string | undefined {
  if (partner !== undefined && partner !== recipient.id) {
    return `it was done in a copy for ${partner}, not ${recipient.id}`;
  }
  return missing === undefined ? undefined : `it was not done in the copy for ${missing}`;
}

function textObjection({ says, superseded }: Performed): string | undefined {
  if (superseded === true) return "it was written before the request was changed";
  return isReasoned(says) ? undefined : "it gives no reasons";
}

function secondRole(one: Performed, signed: ReadonlyMap<string, string>): string | undefined {
  const before = signed.get(one.by);
  if (!one.measure.startsWith("approve:") || before === undefined || before === one.measure) {
    return undefined;
  }
  return `${one.by} already signed as ${before.slice("approve:".length)}; one person counts once`;
}
