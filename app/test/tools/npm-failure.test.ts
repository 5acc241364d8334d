import { expect, test } from "vitest";

import { explainNpmFailure } from "../../../tools/set-up/npm.mjs";

test.each([
  ["npm error code EAI_AGAIN", "cannot be reached"],
  ["npm error code ENOTFOUND", "cannot be reached"],
  ["npm error code ECONNREFUSED", "cannot be reached"],
  ["npm error code SELF_SIGNED_CERT_IN_CHAIN", "not trusted"],
  ["npm error code ENOSPC", "disk is full"],
  ["npm error code EACCES", "cannot be written"],
  ["npm error code ETARGET\nnpm error notarget No matching version", "no such package"],
])("%j is told with what to do", (output, remedy) => {
  const said = explainNpmFailure("Installing the dependencies", { code: 1, output });
  expect(said).toContain(remedy);
  expect(said).toMatch(/^Installing the dependencies failed .*run the same command again\.$/);
});

test("a failure nobody foresaw is passed on in npm's own words", () => {
  const output = "npm warn odd\nnpm error something new happened\nnpm error and more";
  const said = explainNpmFailure("Bringing Node 24", { code: 7, output });
  expect(said).toContain("exit code 7");
  expect(said).toContain('"something new happened"');
});
