import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { Refusal } from "../../../core/refusal.ts";
import { refusalParts } from "../../refusal-parts.ts";
import type { Answer, FromThread, ToThread } from "./thread.ts";
import { doWork, type CopyWork } from "./work.ts";

// The entry of a thread that makes and checks copies, see thread.ts. One piece of work after the other.

const signal = new Int32Array(workerData as SharedArrayBuffer);
const port = parentPort;

port?.on("message", ({ work }: ToThread) => {
  if (work !== undefined) void answerTo(work).then(send);
});

async function answerTo(work: CopyWork): Promise<Answer> {
  const names = new Map<string, string>();
  const uuidFor = (part: string): string => {
    const name = names.get(part) ?? ask(part);
    names.set(part, name);
    return name;
  };
  try {
    return { done: await doWork(work, uuidFor) };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: refusalParts(error) };
    return { broken: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** What a part is called. Waits, since whoever asks cannot: the key to the names stays where it is. */
function ask(part: string): string {
  const before = Atomics.load(signal, 0);
  send({ part });
  Atomics.wait(signal, 0, before);
  const { message } = (port && receiveMessageOnPort(port)) ?? {};
  const { name } = (message ?? {}) as ToThread;
  if (name === undefined) throw new Error("a thread asked for a name and was given none");
  return name;
}

function send(message: FromThread): void {
  port?.postMessage(message);
}
