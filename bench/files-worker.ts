// Surveys the files it is sent, one by one, twice: as the site has it, and with everything stated and
// done that makes a release easy, so that only markings and originators stand in the way. For the
// campaign `files`, which gives this thread up when it crashes or hangs.
import { parentPort } from "node:worker_threads";
import { loadPacks } from "../app/src/usecases/decide.ts";
import { toRecipients } from "../app/src/usecases/gather.ts";
import { surveyFile, type Survey } from "../app/src/usecases/survey.ts";
import { EASY_REQUEST, easyMeasures, easySite } from "../app/test/support/easy.ts";
import type { FileAnswer } from "./campaigns/files.ts";
import { connectToSite } from "./support/site.ts";

const ports = connectToSite();
const site = await ports.cases.readSite(ports.site);
const packs = await loadPacks(site.packs, ports.site, ports);
const plain: Survey = {
  site,
  recipients: toRecipients(site.partners, site.groups, ports.site),
  packs,
  request: EASY_REQUEST,
  performed: [],
};
const easy: Survey = { ...plain, site: easySite(site), performed: easyMeasures(packs) };

async function survey(path: string): Promise<FileAnswer> {
  return {
    plain: await surveyFile(path, plain, ports),
    easy: await surveyFile(path, easy, ports),
  };
}

parentPort?.on("message", (path: string) => {
  void survey(path).then(
    (answer) => parentPort?.postMessage(answer),
    // Thrown in the event loop, so that the thread ends as it would for any defect.
    (error: unknown) => {
      setImmediate(() => {
        throw error;
      });
    },
  );
});
