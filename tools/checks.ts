import { join } from "node:path";

/** The checks that read the tree, in the order they run: quick and likely to fail first. */
export const CHECKS = ["format", "lint", "types", "unused", "traces"] as const;
export type Check = (typeof CHECKS)[number];

/** A file whose content, and whose settings, have not changed since it was found in order is passed over. */
const REMEMBERED = ["--cache", "--cache-strategy", "content"];

/**
 * What to run under Node, in `root`, for one check. check.ts runs it on the project; guards-bite.ts
 * runs the very same on a copy with planted violations.
 */
export function commandOf(check: Check, root: string): readonly string[] {
  const modules = join(root, "node_modules");
  switch (check) {
    case "format":
      return [join(modules, "prettier/bin/prettier.cjs"), "--check", ".", ...REMEMBERED];
    case "lint":
      return [join(modules, "oxlint/bin/oxlint"), "--disable-nested-config", "--format=unix"];
    case "types":
      return [join(modules, "typescript/bin/tsc"), "-b", ".", "tools", "--pretty", "false"];
    case "unused":
      return [join(modules, "knip/bin/knip.js"), "--no-progress"];
    case "traces":
      return [join(root, "tools/traces.ts")];
  }
}
