import { createHash } from "node:crypto";
import type { Leaving } from "./memory-outbox.ts";

/** The same UUID of version 4 for the same name. */
export function uuidOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join("-");
}

/** An object of STIX 2.1 that is called so. `at`: created and modified. */
export function stixObject(
  type: string,
  name: string,
  at: string,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> & { readonly id: string; readonly modified: string } {
  return {
    type,
    spec_version: "2.1",
    id: `${type}--${uuidOf(name)}`,
    created: at,
    modified: at,
    name,
    ...more,
  };
}

/** An indicator as the own service makes them: with all that readers insist on (C18). */
export function indicator(
  name: string,
  at: string,
  more: Readonly<Record<string, unknown>> = {},
): ReturnType<typeof stixObject> {
  return stixObject("indicator", name, at, {
    pattern: `[domain-name:value = '${name}.example']`,
    pattern_type: "stix",
    valid_from: at,
    valid_until: "2030-01-01T00:00:00.000Z",
    ...more,
  });
}

/** The same as it lies in the release store. */
export function leaving(object: Readonly<Record<string, unknown>>): Leaving {
  const text = (key: string): string | undefined => {
    const value = object[key];
    return typeof value === "string" ? value : undefined;
  };
  const version = text("modified") ?? text("created");
  return {
    id: text("id") ?? "",
    type: text("type") ?? "",
    specVersion: text("spec_version") ?? "2.0",
    ...(version === undefined ? {} : { version }),
    body: Buffer.from(JSON.stringify(object)),
  };
}
