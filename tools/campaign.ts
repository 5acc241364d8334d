// npm run campaign -- ARGS: the long test campaigns.
import { runBench } from "./run-bench.ts";

await runBench("campaign.ts");
