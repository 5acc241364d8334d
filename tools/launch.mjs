#!/usr/bin/env node
// The one door into this repository: every npm script and ./caveat go through it.
//
//   node tools/launch.mjs caveat ARGS…      the caveat command (app/src/main.ts)
//   node tools/launch.mjs tool NAME ARGS…   tools/NAME.ts or tools/NAME.mjs
//
// Written in old syntax up to the import, so that an old Node reads it and gets a plain sentence.
var parts = process.versions.node.split(".");
var major = Number(parts[0]);

if (major < 20 || (major === 20 && Number(parts[1]) < 19)) {
  console.error(
    "caveat: Node " +
      process.versions.node +
      " is too old to fetch a newer one; install Node 24 (20.19 is the least) and run the same command again.",
  );
  process.exitCode = 1;
} else {
  void import("./set-up/launch.mjs").then(function (setUp) {
    return setUp.launch(process.argv.slice(2));
  });
}
