// A process that opens a store, for tests that need another one: says "PID of the server" on a line,
// then does as it is told. node open-home.ts HOME hold|close|exit [POSTGRES]
import { openStore } from "../../../src/store/open-store.ts";

const [home = "", then = "close", postgres] = process.argv.slice(2);
const store = await openStore({ home, postgres });
console.log(String(store.serverPid));
if (then === "exit") process.exit(0);
if (then === "close") await store.close();
else setInterval(() => undefined, 1_000);
