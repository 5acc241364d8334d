// The set-up scripts are plain ES, since an old Node runs them; these are the parts tested here.
declare module "*/set-up/version.mjs" {
  export type Version = readonly [major: number, minor: number, patch: number];
  export const OLDEST: Version;
  export function parseVersion(text: string): Version | undefined;
  export function isAtLeast(version: Version, floor: Version): boolean;
  export function typeStrippingFlags(version: Version): string[];
}

declare module "*/set-up/dependencies.mjs" {
  export function stampOf(
    lockFile: Uint8Array,
    version: readonly [major: number, minor: number, patch: number],
    platform?: string,
  ): string;
}

declare module "*/set-up/lock.mjs" {
  export interface Held {
    by(pid: number): void;
  }
  export function withLock<T>(
    path: string,
    work: (held: Held) => Promise<T>,
    waiting?: (owner: string) => void,
  ): Promise<T>;
}

declare module "*/set-up/npm.mjs" {
  export function explainNpmFailure(
    what: string,
    result: { readonly code: number; readonly output: string },
  ): string;
}

declare module "*/set-up/child.mjs" {
  export interface End {
    readonly code: number | null;
    readonly signal: string | null;
    readonly asked: string | undefined;
  }
  export function endOf(child: object): Promise<End>;
}
