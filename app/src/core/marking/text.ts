import { readBannerLabel } from "./banner-label.ts";
import { keywordOf } from "./banner-start.ts";
import { fold } from "./fold.ts";
import { readHandlingCodes } from "./handling-code.ts";
import { levelOfLabel, lightsIn, type Light } from "./light.ts";
import { parseMachineTag } from "./machine-tag.ts";
import { PAP } from "./pap.ts";
import { readRunningText } from "./running-text.ts";
import { sayOnce, sayUnreadable, type MarkingSays } from "./says.ts";
import { readTaxonomyTag } from "./taxonomy.ts";
import { TLP } from "./tlp.ts";

export type { MarkingSays } from "./says.ts";

/** No label is longer; a longer one is looked through as a line of text. */
const LONGEST = 300;

/**
 * What a whole tag or label says: MISP machine tags (tlp, PAP, iep, iep2-*, nato, euci, fr-classif,
 * de-vs, dni-ism, acs-marking, ais-marking), free labels (" TLP:WHITE", "NATO SECRET", "NOFORN",
 * "H2"). Case and white space around it do not matter.
 *
 * [] when it does not look like a marking. What looks like one and is not understood is in
 * `unreadableMarkings`, and the level it would set is "unreadable"; a label that contains "tlp" is
 * never nothing.
 */
export function readMarkingLabel(text: string): readonly MarkingSays[] {
  const folded = fold(text);
  const label = folded.slice(keywordOf(folded).length);
  const tag = parseMachineTag(label);
  const says =
    label.length > LONGEST
      ? readRunningText(label)
      : ((tag === undefined ? undefined : readTaxonomyTag(tag)) ?? readFreeLabel(label));
  const missed = says.length === 0 && `${text} ${label}`.toLowerCase().includes(TLP.name);
  return missed
    ? sayUnreadable(label, "names the TLP in a way we do not know", "tlp")
    : sayOnce(says);
}

/**
 * Markings in one line of running text. TLP and PAP labels, controls such as NOFORN and portion marks
 * anywhere; a classification only where the line is a banner or begins with one, so that the word
 * "secret" in a sentence says nothing. [] when there is none.
 */
export function findMarkings(line: string): readonly MarkingSays[] {
  return sayOnce(readRunningText(fold(line)));
}

function readFreeLabel(label: string): MarkingSays[] {
  const lights = [...sayLight(TLP, "tlp", PAP, label), ...sayLight(PAP, "pap", TLP, label)];
  if (lights.length > 0) return lights;
  const codes = readHandlingCodes(label);
  return codes.length > 0 ? codes : readBannerLabel(label);
}

/** `other` may stand in the same label: "TLP:AMBER PAP:RED". */
function sayLight(light: Light, fact: "tlp" | "pap", other: Light, label: string): MarkingSays[] {
  const level = levelOfLabel(light, label, lightsIn(other, label));
  if (level === undefined) return [];
  const name = light.name.toUpperCase();
  return level === "unreadable"
    ? sayUnreadable(label, `not a ${name} label`, fact)
    : [{ fact, value: level, says: `${name} label` }];
}
