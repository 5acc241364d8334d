/** @typedef {readonly [major: number, minor: number, patch: number]} Version */

/** The oldest Node that runs Caveat and its dependencies. @type {Version} */
export const OLDEST = [22, 12, 0];

/**
 * A Node version as three numbers: "v24.21.0" or "24.21.0", with or without a suffix.
 *
 * @param {string} text
 * @returns {Version | undefined} undefined where the text is not a version
 */
export function parseVersion(text) {
  const match = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:[-+].*)?$/s.exec(text.trim());
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/**
 * @param {Version} version
 * @param {Version} floor
 * @returns {boolean} true where `version` is `floor` or newer
 */
export function isAtLeast(version, floor) {
  for (const part of /** @type {const} */ ([0, 1, 2])) {
    if (version[part] !== floor[part]) return version[part] > floor[part];
  }
  return true;
}

/**
 * What this Node must be told before it runs a .ts file without a warning.
 *
 * Stripping types needs a flag before 22.18 and 23.6, and warns before 22.18 and 24.3
 * (nodejs.org/api/typescript.html, history).
 *
 * @param {Version} version
 * @returns {string[]} options for NODE_OPTIONS or the command line
 */
export function typeStrippingFlags(version) {
  const settled =
    version[0] === 22 ? isAtLeast(version, [22, 18, 0]) : isAtLeast(version, [24, 3, 0]);
  if (settled) return [];
  const silence = "--disable-warning=ExperimentalWarning";
  return isAtLeast(version, [23, 6, 0]) ? [silence] : ["--experimental-strip-types", silence];
}
