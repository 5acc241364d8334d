import { writeSync } from "node:fs";
import { serveSigner } from "../../../src/ledger/signer/serve.ts";

// A signer in its own process that dies by kill -9 at the named point, the given time round.
const [folder = "", socket = "", stop = "", times = "1"] = process.argv.slice(2);
let left = Number(times);
const point = (name: string): void => {
  if (name !== stop) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, "SIGKILL");
};
await serveSigner({ folder, socket, point });
writeSync(1, "signer ready\n");
