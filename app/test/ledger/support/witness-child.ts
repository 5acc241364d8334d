import { writeSync } from "node:fs";
import { runWitness } from "../../../src/ledger/witness/run.ts";

// A witness in its own process that dies by kill -9 at the named point, the given time round.
const [folder = "", vkey = "", stop = "", times = "1"] = process.argv.slice(2);
let left = Number(times);
await runWitness({
  folder,
  name: "oversight.example/w1",
  logs: [vkey],
  port: 0,
  host: "127.0.0.1",
  onReady: ({ url }) => void writeSync(1, `${url}\n`),
  point: (name) => {
    if (name !== stop) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  },
});
