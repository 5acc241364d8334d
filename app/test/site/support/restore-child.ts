// A restore in a process of its own that dies by kill -9 at the named point, or once so many rows are in:
// node restore-child.ts SETTINGS FOLDER POINT
import { restoreBackup } from "../../../src/site/backup/restore/restore-backup.ts";

const [settings = "", folder = "", stop = ""] = process.argv.slice(2);
const die = (): void => void process.kill(process.pid, "SIGKILL");
const progress = (step: string, done: number): void => {
  if (stop === `${step} ${done}` || (stop === `some ${step}` && done > 0)) die();
};
await restoreBackup(JSON.parse(settings), folder, progress, (point) => {
  if (point === stop) die();
});
