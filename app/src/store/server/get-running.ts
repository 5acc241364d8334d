import { setTimeout as pause } from "node:timers/promises";
import { StoreError } from "../store-error.ts";
import { serverAccount } from "./account.ts";
import { findBinaries, type Binaries } from "./binaries.ts";
import { createCluster } from "./create-cluster.ts";
import { inspect, type Running } from "./inspect.ts";
import { findPlace } from "./place.ts";
import { startServer } from "./start-server.ts";

export interface GetRunningSettings {
  /** The folder of the site; the database is `db` in it. */
  readonly home: string;
  /** The `postgres` program or its folder; found where it is not given. */
  readonly postgres?: string | undefined;
}

export interface GotRunning {
  readonly running: Running;
  /** Whether it was started here; otherwise it was running and is taken over. */
  readonly started: boolean;
}

/**
 * A start may fail because another process is starting the same server, or because what is left of
 * a killed one has not ended yet. Together these pauses are about five seconds.
 */
const PAUSES_MS = [20, 50, 100, 200, 400, 800, 1_600, 1_600];

/**
 * The running server of a home: the one that runs, or one that is started now, on a database that is
 * made where there is none. Processes that do this at the same time end with one server.
 *
 * Throws "no-server", "foreign-database" or "database-down".
 */
export async function getRunning(settings: GetRunningSettings): Promise<GotRunning> {
  const place = await findPlace(settings.home);
  const account = await serverAccount(place.data);
  let complaint = "";
  let binaries: Binaries | undefined;
  for (const ms of PAUSES_MS) {
    const found = await inspect(place.data);
    if (found.kind === "running") return { running: found, started: false };
    const major = found.kind === "idle" ? found.major : undefined;
    if (binaries === undefined || binaries.major !== (major ?? binaries.major)) {
      binaries = await findBinaries({ named: settings.postgres, account, major });
    }
    if (found.kind === "nothing") await createCluster(place.data, binaries, account);
    const started = await startServer(place, binaries, account);
    if ("running" in started) return { running: started.running, started: true };
    complaint = started.complaint;
    if (!PASSING.test(complaint)) break;
    await pause(ms);
  }
  throw new StoreError(
    "database-down",
    place.data,
    `its server does not start: ${complaint}`,
    `put that right; ${place.log} says more`,
  );
}

/** Another server has the directory's lock, or the memory of a killed one is not free yet. */
const PASSING = /lock file|shared memory/;
