import type { TextEdit } from "../text/text-edit.ts";
import {
  editParts,
  noteGone,
  textFieldsOf,
  textIn,
  withField,
  type Part,
  type Work,
} from "./part.ts";
import { isTextType, splitValue, type Half } from "./value.ts";

/**
 * Every part with its running texts edited. A value that is no running text and holds what must go is
 * taken out: of a composite one the half it is in, else the attribute. So are a tag and a name.
 */
export function editTexts(
  events: readonly Part[],
  edit: TextEdit,
  step: Parameters<Work["log"]["change"]>[0],
  work: Work,
): readonly Part[] {
  return editParts(events, (part) => {
    const whole = part.kind === "attribute" ? withoutTouched(part, edit, step, work) : part;
    if (whole === undefined) return undefined;
    const tags = whole.tags.filter((tag) => !edit.touches(tag));
    if (tags.length < part.tags.length) work.log.change(step, part.place, "tags were taken out");
    const named = withoutNames({ ...whole, tags }, edit);
    return textFieldsOf(named).reduce((one, field) => {
      const text = textIn(one, field);
      if (text === "") return one;
      const edited = edit.edit(text, `${part.place}/${field}`);
      return edited === text ? one : withField(one, field, edited);
    }, named);
  });
}

/** The attribute without the half of its value that is touched; undefined where nothing is left. */
function withoutTouched(
  part: Part,
  edit: TextEdit,
  step: Parameters<Work["log"]["change"]>[0],
  work: Work,
): Part | undefined {
  const type = textIn(part, "type");
  const value = textIn(part, "value");
  if (isTextType(type)) return part;
  const halves = splitValue(type, value);
  const kept = halves.filter((half) => !edit.touches(half.value));
  const isWhole = kept.length === halves.length && !edit.touches(value);
  if (isWhole) return part;
  const [left, ...others] = kept;
  if (left === undefined || others.length > 0) {
    noteGone(part, work, false);
    work.log.change(step, part.place, "a value was taken out");
    return undefined;
  }
  noteLost(part, halves, left, work);
  work.log.change(step, part.place, "half of a value was taken out");
  return { ...part, fields: { ...part.fields, type: left.type, value: left.value } };
}

function noteLost(part: Part, halves: readonly Half[], left: Half, work: Work): void {
  for (const half of halves) {
    if (half !== left) work.log.parting("value", half.value, `${part.place}/value`);
  }
}

/** Names of templates and relations cannot be edited; those that are touched become general ones. */
function withoutNames(part: Part, edit: TextEdit): Part {
  const relation = textIn(part, "object_relation");
  if (relation !== "" && edit.touches(relation)) return withField(part, "object_relation", "text");
  const name = textIn(part, "name");
  if (part.kind === "object" && edit.touches(name)) return withField(part, "name", "object");
  const category = textIn(part, "meta-category");
  return category !== "" && edit.touches(category)
    ? withField(part, "meta-category", "misc")
    : part;
}
