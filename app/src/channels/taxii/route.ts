import { isReadable } from "../readable-name.ts";

/** What an address names (TAXII 2.1 section 1.6.2, table of endpoints). */
export type Route =
  | { readonly kind: "discovery"; readonly root?: string }
  | { readonly kind: "root" | "collections"; readonly root: string }
  | { readonly kind: "status"; readonly root: string; readonly id: string }
  | { readonly kind: "collection"; readonly root: string; readonly collection: string }
  | {
      readonly kind: "manifest" | "objects";
      readonly root: string;
      readonly collection: string;
    }
  | {
      readonly kind: "object" | "versions";
      readonly root: string;
      readonly collection: string;
      readonly object: string;
    };

export interface Located {
  readonly route: Route;
  /** Whether the address ends in a slash, as all of them must. */
  readonly hasSlash: boolean;
}

/** The segment of discovery; no API root is called so. */
const DISCOVERY = "taxii2";
/** Longest address that is read. */
const MOST = 2_000;

/**
 * What a path names. In: the path as it was sent, percent-encoded, and the path the server is mounted
 * at. Undefined for what names nothing. Whether the thing exists, and for whom, is another question.
 */
export function locate(path: string, base: string): Located | undefined {
  if (path.length > MOST || !path.startsWith(`${base}/`)) return undefined;
  const hasSlash = path.endsWith("/");
  const inner = path.slice(base.length + 1, hasSlash ? -1 : undefined);
  const segments = inner.split("/").map(decode);
  if (segments.some((segment) => segment === undefined || !isReadable(segment))) return undefined;
  const route = toRoute(segments.map((segment) => segment ?? ""));
  return route && { route, hasSlash };
}

function toRoute(segments: readonly string[]): Route | undefined {
  const [root = "", kind, name = "", part, object = "", last] = segments;
  if (root === DISCOVERY) return segments.length === 1 ? { kind: "discovery" } : undefined;
  if (segments.length === 1) return { kind: "root", root };
  if (segments.length === 2 && kind === DISCOVERY) return { kind: "discovery", root };
  if (segments.length === 3 && kind === "status") return { kind: "status", root, id: name };
  if (kind !== "collections") return undefined;
  if (segments.length === 2) return { kind, root };
  const place = { root, collection: name };
  if (segments.length === 3) return { kind: "collection", ...place };
  if (segments.length === 4 && (part === "manifest" || part === "objects")) {
    return { kind: part, ...place };
  }
  if (part !== "objects") return undefined;
  if (segments.length === 5) return { kind: "object", ...place, object };
  return segments.length === 6 && last === "versions"
    ? { kind: "versions", ...place, object }
    : undefined;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** The methods an address takes: by its form alone, so that they say nothing of what is there. */
export function methodsOf({ kind }: Route): readonly string[] {
  if (kind === "objects") return ["GET", "HEAD", "POST"];
  if (kind === "object") return ["GET", "HEAD", "DELETE"];
  return ["GET", "HEAD"];
}
