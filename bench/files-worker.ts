// Surveys the files it is sent, one by one. For the campaign `files`, which gives this thread up when
// it crashes or hangs.
import { parentPort } from "node:worker_threads";
import type { Request } from "../app/src/core/request.ts";
import { loadPacks } from "../app/src/usecases/decide.ts";
import { toRecipients } from "../app/src/usecases/gather.ts";
import { surveyFile } from "../app/src/usecases/survey.ts";
import { connectToSite } from "./support/site.ts";

/** As easy as a request can be, so that only the item stands in the way. */
const REQUEST: Request = {
  mode: "release",
  purpose: "share for defence",
  use: "intelligence",
  intendedAction: "none",
};

const ports = connectToSite();
const site = await ports.cases.readSite(ports.site);
const recipients = toRecipients(site.partners, site.groups, ports.site);
const packs = await loadPacks(site.packs, ports.site, ports);

parentPort?.on("message", (path: string) => {
  void surveyFile(path, site, recipients, packs, REQUEST, ports).then(
    (surveyed) => parentPort?.postMessage(surveyed),
    // Thrown in the event loop, so that the thread ends as it would for any defect.
    (error: unknown) =>
      setImmediate(() => {
        throw error;
      }),
  );
});
