import * as z from "zod";
import type { CaseFile, SiteFile } from "../../core/case.ts";
import { caseShape, siteShape } from "./case-shape.ts";
import { check, readWritten } from "./yaml.ts";

/** Reads a case file (YAML or JSON). Throws a Refusal with file, line and field. */
export function readCase(bytes: Uint8Array, name: string): CaseFile {
  const written = readWritten(bytes, name);
  return check(caseShape, written.value, written);
}

/** Reads a site file (YAML or JSON). Throws a Refusal with file, line and field. */
export function readSite(bytes: Uint8Array, name: string): SiteFile {
  const written = readWritten(bytes, name);
  return check(siteShape, written.value, written);
}

/** The published JSON Schemas of both files (JSON Schema 2020-12). */
export function caseSchemas(): { readonly case: object; readonly site: object } {
  const options = {
    target: "draft-2020-12",
    io: "input",
    unrepresentable: "any",
    reused: "ref",
  } as const;
  return { case: z.toJSONSchema(caseShape, options), site: z.toJSONSchema(siteShape, options) };
}
