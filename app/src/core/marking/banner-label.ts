import { LONGEST_BANNER, readAll, startOf, strip, tailOf } from "./banner-start.ts";
import { sayClassification } from "./classification.ts";
import { startsWithControl } from "./control.ts";
import { readCuiBanner } from "./cui.ts";
import { readPortion } from "./portion.ts";
import { sayUnreadable, type MarkingSays } from "./says.ts";

/**
 * What a whole label says that is a classification or a line of controls: "NATO SECRET",
 * "SECRET//NOFORN", "(U//FOUO)", "vs-nfd", "NOFORN". In: folded text. [] when it is none; a label
 * that begins like one and goes on in a way that is not understood is unreadable.
 */
export function readBannerLabel(text: string): MarkingSays[] {
  const label = strip(text);
  if (label.length > LONGEST_BANNER) return [];
  const whole = readPortion(label) ?? readCuiBanner(label);
  if (whole !== undefined) return whole;
  const start = startOf(label);
  if (start === undefined) {
    return !isHostName(label) && startsWithControl(label) ? readAll(label) : [];
  }
  const { rest } = start;
  if (rest.trim() === "") return sayClassification(start.classification);
  const tail = tailOf(rest);
  if (tail === "words" && (!start.isSure || isHostName(label))) return [];
  const says = sayClassification(start.classification);
  return [
    ...says,
    ...(tail === "controls" ? readAll(rest) : sayUnreadable(label, "more than a classification")),
  ];
}

/** "sbu.example.edu" holds the words of a control and is none. */
function isHostName(label: string): boolean {
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(label);
}
