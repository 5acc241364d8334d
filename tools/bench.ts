// npm run bench: what is fast and against whom, as one table.
import { runBench } from "./run-bench.ts";

await runBench("run.ts");
