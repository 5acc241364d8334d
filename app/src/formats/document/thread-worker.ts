import { parentPort, workerData } from "node:worker_threads";
import { Refusal } from "../../core/refusal.ts";
import { refusalParts } from "../refusal-parts.ts";
import { ClaimSet } from "./claim-set.ts";
import { addCsv } from "./csv-part.ts";
import { documentOf } from "./document-read.ts";
import { readTexts } from "./document-texts.ts";
import { addMessage } from "./email-part.ts";
import { addPdf } from "./pdf-part.ts";
import { addMarkdown, addText } from "./text-part.ts";
import type { ThreadAnswer, ThreadRequest } from "./thread.ts";

// The entry of the reading thread, see thread.ts. It answers once, and is then stopped.

const READERS = {
  text: addText,
  markdown: addMarkdown,
  csv: addCsv,
  pdf: addPdf,
  email: addMessage,
};

parentPort?.postMessage(await read(workerData as ThreadRequest));

async function read({ kind, wants, bytes, name, limits }: ThreadRequest): Promise<ThreadAnswer> {
  const set = new ClaimSet();
  try {
    const source = { bytes, name, limits, before: "", set };
    if (wants === "texts") return { texts: await readTexts(kind, source) };
    const notes = await READERS[kind](source);
    return { read: documentOf(kind, set.claims, notes) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refusal: refusalParts(error) };
  }
}
