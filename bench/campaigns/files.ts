import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { complaintsAbout, type Surveyed } from "../../app/src/usecases/survey.ts";
import type { Outcome } from "./outcome.ts";
import { startProgress } from "./progress.ts";

/** One file as the site has it, and with everything stated and done that makes a release easy. */
export interface FileAnswer {
  readonly plain: Surveyed;
  readonly easy: Surveyed;
}

/** Longer than this on one file is a hang. */
const LONGEST_MILLISECONDS = 60_000;
const WORKER = new URL("../files-worker.ts", import.meta.url);

/**
 * Surveys every file below a folder, in a thread that is given up when it crashes or hangs. A file
 * fails that gave neither verdicts nor a refusal, or about which there are complaints.
 */
export async function runFiles(folder: string): Promise<Outcome> {
  const paths = filesBelow(folder);
  const failures = paths.length === 0 ? [`${folder}: there is no file here; give a folder`] : [];
  const counts = new Map<string, number>();
  const progress = startProgress(paths.length);
  let thread = new SurveyThread();
  for (const [i, path] of paths.entries()) {
    progress.at(i, path.slice(-50));
    const answer = await thread.survey(path);
    if (typeof answer === "string") {
      failures.push(`${path}: ${answer}`);
      await thread.stop();
      thread = new SurveyThread();
      continue;
    }
    const complaints = [answer.plain, answer.easy].flatMap(complaintsAbout);
    failures.push(...complaints.map((says) => `${path}: ${says}`));
    for (const what of countedAs(answer)) counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  await thread.stop();
  progress.stop();
  return { failures, summary: `${paths.length} files: ${describe(counts)}` };
}

/** All files below a folder, or the file itself. */
function filesBelow(path: string): readonly string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true) return found === undefined ? [] : [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** One thread, asked one file at a time. */
class SurveyThread {
  readonly #worker = new Worker(WORKER);

  /** What came of it, or how it failed. */
  async survey(path: string): Promise<FileAnswer | string> {
    const over = new AbortController();
    this.#worker.postMessage(path);
    try {
      return await Promise.race([
        once(this.#worker, "message", over).then(([answer]) => answer as FileAnswer),
        once(this.#worker, "exit", over).then(([code]) => `crashed: its thread ended with ${code}`),
        setTimeout(LONGEST_MILLISECONDS, `hung for ${LONGEST_MILLISECONDS / 1000} s`, over),
      ]);
    } catch (error) {
      return `crashed: ${String(error)}`;
    } finally {
      over.abort();
    }
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}

function countedAs({ plain, easy }: FileAnswer): readonly string[] {
  if (plain.kind === "refused") return ["refused", `refused: ${plain.code}`];
  const made = easy.kind === "refused" ? [] : easy.outcomes;
  return [
    "decided",
    ...plain.outcomes.map((outcome) => `verdict: ${outcome}`),
    ...made.map((outcome) => `easy: ${outcome}`),
  ];
}

function describe(counts: ReadonlyMap<string, number>): string {
  const list = (prefix: string): string =>
    [...counts]
      .filter(([what]) => what.startsWith(prefix))
      .toSorted(([, a], [, b]) => b - a)
      .map(([what, count]) => `${count} ${what.slice(prefix.length)}`)
      .join(", ");
  const decided = `${counts.get("decided") ?? 0} decided (verdicts: ${list("verdict: ")}; with all stated that helps: ${list("easy: ")})`;
  const refused = counts.get("refused");
  return refused === undefined ? decided : `${decided}, ${refused} refused (${list("refused: ")})`;
}
