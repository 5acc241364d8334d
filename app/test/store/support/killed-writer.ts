// A process that is killed while it writes a file: node killed-writer.ts PATH DRAFTS write|rename|sync,
// after the step it names.
import { FILE_STEPS, writeDurably } from "../../../src/store/content/durable-file.ts";

const [path = "", drafts = "", last] = process.argv.slice(2);
const kill = (step: string): void => {
  if (step === last) process.kill(process.pid, "SIGKILL");
};
await writeDurably(path, new Uint8Array(70_000).fill(7), drafts, {
  write: async (file, bytes) => {
    await FILE_STEPS.write(file, bytes);
    kill("write");
  },
  rename: async (from, to) => {
    await FILE_STEPS.rename(from, to);
    kill("rename");
  },
  syncFolder: async (folder) => await FILE_STEPS.syncFolder(folder),
});
