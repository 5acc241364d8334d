import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { Refusal } from "../../core/refusal.ts";
import type { Limits } from "../limits.ts";
import type { RefusalParts } from "../refusal-parts.ts";
import type { DocumentRead } from "./document-read.ts";
import type { DocumentTexts } from "./document-texts.ts";
import type { DocumentKind } from "./source.ts";

/** What a reading thread is given. */
export interface ThreadRequest {
  readonly kind: DocumentKind;
  /** What a document says of itself, or its words. */
  readonly wants: "claims" | "texts";
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly limits: Limits;
}

/** What it answers: the arguments of a Refusal, or what it read. */
export type ThreadAnswer =
  | { readonly refusal: RefusalParts }
  | { readonly refusal?: never; readonly read: DocumentRead; readonly texts?: never }
  | { readonly refusal?: never; readonly read?: never; readonly texts: DocumentTexts };

/** Beside this file with the same extension: .ts in the sources, .js once compiled. */
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "./thread-worker.ts" : "./thread-worker.js",
  import.meta.url,
);
const MIB = 1024 * 1024;
/** How often its bytes a document may be in memory, as bytes and as text, beside what else is needed. */
const COPIES = 6;
const HEAP_MIB = 512;
/** How often to look at the memory of the thread. */
const LOOK_MILLISECONDS = 25;

/**
 * Reads a document whose parser is large and not ours, or that is large itself, in a thread of its
 * own, which is stopped when it takes too much time or memory.
 *
 * @throws Refusal of the reader; "broken-document" when it is too slow or breaks down, "bomb" when
 *   it takes too much memory.
 */
export async function readInThread(request: Omit<ThreadRequest, "wants">): Promise<DocumentRead> {
  const { read } = await askThread({ ...request, wants: "claims" });
  if (read === undefined) throw failure("broken", { ...request, wants: "claims" });
  return read;
}

/** The same for the words of a document, so that a copy of it can be written from them. */
export async function textsInThread(request: Omit<ThreadRequest, "wants">): Promise<DocumentTexts> {
  const { texts } = await askThread({ ...request, wants: "texts" });
  if (texts === undefined) throw failure("broken", { ...request, wants: "texts" });
  return texts;
}

async function askThread(
  request: ThreadRequest,
): Promise<Exclude<ThreadAnswer, { readonly refusal: object }>> {
  const answer = await runThread(request);
  if (typeof answer === "string") throw failure(answer, request);
  if (answer.refusal !== undefined) throw new Refusal(...answer.refusal);
  return answer;
}

type Failure = "out-of-time" | "out-of-memory" | "broken";

/** Resolves with the thread's answer or with what became of it; the thread is gone by then. */
async function runThread(request: ThreadRequest): Promise<ThreadAnswer | Failure> {
  const copies = COPIES * request.bytes.length;
  const { pdfMilliseconds, pdfMemory } = request.limits;
  const worker = startWorker(request, HEAP_MIB + Math.ceil(copies / MIB));
  const over = new AbortController();
  try {
    return await Promise.race([
      answerOf(worker),
      setTimeout(pdfMilliseconds, "out-of-time" as const, over),
      outOfMemory(worker, pdfMemory + copies, over),
    ]);
  } finally {
    over.abort();
    await worker.terminate();
  }
}

function answerOf(worker: Worker): Promise<ThreadAnswer | Failure> {
  return new Promise((resolve) => {
    worker.once("message", (answer: ThreadAnswer) => resolve(answer));
    worker.once("error", (error) => resolve(isOutOfMemory(error) ? "out-of-memory" : "broken"));
    worker.once("exit", () => resolve("broken"));
  });
}

/** Resolves when the thread uses more than `most` bytes; buffers do not count towards its heap limit. */
async function outOfMemory(
  worker: Worker,
  most: number,
  over: AbortController,
): Promise<"out-of-memory"> {
  const before = process.memoryUsage.rss();
  for (;;) {
    await setTimeout(LOOK_MILLISECONDS, undefined, over);
    if ((await memoryOf(worker, before)) > most) return "out-of-memory";
  }
}

/** Bytes in use by the thread; where Node cannot tell (before 24), what the whole process has grown. */
async function memoryOf(worker: Worker, before: number): Promise<number> {
  if (typeof worker.getHeapStatistics !== "function") return process.memoryUsage.rss() - before;
  try {
    const { total_heap_size: heap, external_memory: buffers } = await worker.getHeapStatistics();
    return heap + buffers;
  } catch {
    return 0; // It has ended; its answer tells how.
  }
}

function startWorker(request: ThreadRequest, heap: number): Worker {
  return new Worker(WORKER, {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
  });
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

function failure(reason: Failure, { name, limits }: ThreadRequest): Refusal {
  if (reason === "out-of-memory") {
    const problem = "reading this document takes more memory than any real one needs";
    return new Refusal("bomb", name, problem, "have it examined before anyone opens it");
  }
  const problem =
    reason === "out-of-time"
      ? `this document could not be read within ${limits.pdfMilliseconds / 1000} seconds`
      : "reading this document broke down";
  return new Refusal(
    "broken-document",
    name,
    problem,
    "split it, or give its text as a plain text file",
  );
}
