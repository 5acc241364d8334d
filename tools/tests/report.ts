/** One test as the tally sees it. `reason` says why it was skipped. */
export interface TestOutcome {
  readonly name: string;
  readonly state: "passed" | "failed" | "skipped";
  readonly reason?: string;
}

/** The part of vitest's JSON report (`--reporter=json`) that is read here. */
interface Report {
  readonly success: boolean;
  readonly testResults: readonly FileResult[];
}

interface FileResult {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
}

/**
 * What a test run came to, from the text of vitest's JSON report.
 *
 * Nothing that did not run is taken for passed: a file that could not be loaded, a run that failed
 * outside its tests or held none, and a report that cannot be read each count as one failed test.
 *
 * @param root the repository, with a slash at the end; file names are given from there
 * @param hasSharedData whether the reference data are on this machine
 */
export function readReport(text: string, root: string, hasSharedData: boolean): TestOutcome[] {
  const report = parse(text);
  const outcomes = (report?.testResults ?? []).flatMap((file) =>
    outcomesIn(file, root, hasSharedData),
  );
  const told = outcomes.some(({ state }) => state === "failed");
  const sound = report?.success === true && outcomes.length > 0;
  if (!sound && !told) outcomes.push({ name: "the test run", state: "failed" });
  return outcomes;
}

function parse(text: string): Partial<Report> | null {
  try {
    return JSON.parse(text) as Partial<Report> | null;
  } catch {
    return null;
  }
}

function outcomesIn(file: FileResult, root: string, hasSharedData: boolean): TestOutcome[] {
  const name = file.name.startsWith(root) ? file.name.slice(root.length) : file.name;
  const outcomes = file.assertionResults.map(({ fullName, status }) =>
    outcomeOf(`${name} > ${fullName}`, status, hasSharedData),
  );
  const told = outcomes.some(({ state }) => state === "failed");
  return file.status === "failed" && !told ? [...outcomes, { name, state: "failed" }] : outcomes;
}

function outcomeOf(name: string, status: string, hasSharedData: boolean): TestOutcome {
  if (status === "passed") return { name, state: "passed" };
  if (status === "todo") return { name, state: "skipped", reason: "to do" };
  if (status !== "skipped") return { name, state: "failed" };
  const forData = !hasSharedData && name.includes("../shared/data");
  return { name, state: "skipped", reason: forData ? "no ../shared/data" : "not selected" };
}
