import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { advance } from "../../src/site/advance.ts";
import { SAYS, type CaseDesk, type Colleague } from "../http/support/case-desk.ts";
import { caveat, fileOf, scratch, type Ran } from "../support/cli.ts";
import { useServedDesk } from "./support/served-desk.ts";

const PARTNER = "linde";
const PLAN = { name: "for a partner", steps: [{ step: "generalise-time", to: "day" }] };
const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

const served = useServedDesk();

let desk: CaseDesk;
let officer: Colleague;
let env: Readonly<Record<string, string>>;
let collection: string;

beforeAll(async () => {
  ({ desk, officer } = served());
  env = await served().envFor(["cases:read", "cases:write", "copies:read"]);
  const about = { alias: "news", title: "News", medium: "taxii", canWrite: false };
  const made = await officer.post(`/partners/${PARTNER}/collections`, about);
  collection = String(made.body["id"]);
});

function run(...args: readonly string[]): Promise<Ran> {
  return caveat(["case", ...args], { env });
}

/** A case on the report for linde, over the API. */
async function openCase(): Promise<string> {
  const opened = await desk.case(officer, [PARTNER]);
  return String(opened.body["case"]);
}

async function stateNeed(id: string): Promise<void> {
  for (const measure of ["state:necessity", "state:proportionality"]) {
    await run("step", id, "state", "--measure", measure, "--says", SAYS);
  }
}

async function prepared(id: string): Promise<Ran & { readonly copy: string }> {
  const plan = await fileOf("plan.json", JSON.stringify(PLAN));
  const whither = ["--to", PARTNER, "--collection", collection];
  const ran = await run("prepare", id, ...whither, "--plan", plan);
  return { ...ran, copy: new RegExp(`^copy (${UUID}),`).exec(ran.out)?.[1] ?? "" };
}

/** A case of which a copy has left, and the id of its release. */
async function released(): Promise<{ readonly id: string; readonly release: string }> {
  const id = await openCase();
  await stateNeed(id);
  await prepared(id);
  const { out } = await run("release", id);
  return { id, release: new RegExp(`^release (${UUID})\n`).exec(out)?.[1] ?? "" };
}

describe("from the command line a case", () => {
  test("has a copy made, shows its very bytes, and keeps a file that is there", async () => {
    const id = await openCase();
    const { code, out, err, copy } = await prepared(id);
    expect([code, err]).toEqual([0, ""]);
    const sha256 = /\n {2}SHA-256 ([0-9a-f]{64})\n/.exec(out)?.[1];
    expect(out).toContain("\n  generalise-time /objects/2/published: a time, replaced\n");
    const file = join(await scratch(), "copy.json");
    const shown = await run("preview", id, copy, "--out", file);
    expect([shown.code, shown.err]).toEqual([0, ""]);
    expect(shown.out).toMatch(/^\S+ for linde over taxii\n/);
    expect(shown.out).toContain('\n- published: "2026-11-16T08:30:00Z"\n');
    expect(shown.out).toContain('\n+ published: "2026-11-16T00:00:00Z"\n');
    const bytes = await readFile(file);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const again = await run("preview", id, copy, "--out", file);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining("it is there already")]);
    expect(await readFile(file)).toEqual(bytes);
  });

  test("is released once it may be, once, and names the release that commands ask for", async () => {
    const id = await openCase();
    const { copy } = await prepared(id);
    const early = await run("release", id);
    expect([early.code, early.err]).toEqual([2, expect.stringContaining("linde: hold")]);
    await stateNeed(id);
    const left = await run("release", id, "--copy", copy);
    expect([left.code, left.err]).toEqual([0, ""]);
    const release = new RegExp(`^release (${UUID})\n`).exec(left.out)?.[1] ?? "";
    const where = `for linde over taxii in ${collection}`;
    const { out } = await run("show", id);
    expect(out).toContain(`\n  copy ${copy} ${where}\n  release ${release} ${where}\n`);
    const twice = await run("release", id);
    expect([twice.code, twice.err]).toEqual([
      2,
      expect.stringContaining("no copy that was prepared waits to leave; prepare a copy"),
    ]);
    await advance(desk.site);
    await advance(desk.site);
    expect(await desk.cases.releases.shown(release, collection)).toMatchObject({
      receipt: { index: expect.any(Number) as number },
    });
  });

  test("calls back what left, once, and says who must answer by which day", async () => {
    const { id, release } = await released();
    const says = ["--says", "The source was wrong"];
    const { code, out, err } = await run("recall", id, release, ...says, "--due", "2026-12-10");
    expect([code, err]).toEqual([0, ""]);
    const recall = new RegExp(`^recall (${UUID});`).exec(out)?.[1] ?? "";
    expect(out).toMatch(new RegExp(`\n {2}due 2026-12-10: .*destroyed \\(notice linde ${UUID}\\)`));
    const { body } = await officer.get(`/cases/${id}/recalls/${recall}`);
    expect(body["notices"]).toMatchObject([{ partner: PARTNER, due: "2026-12-10", state: "open" }]);
    const notice = (body["notices"] as readonly { readonly id: string }[])[0]?.id ?? "";
    expect(out).toContain(`notice linde ${notice}`);
    expect((await run("show", id)).out).toContain(`\n  recall ${recall} of ${release}\n`);
    expect((await run("duties")).out).toMatch(
      new RegExp(`^${id}  due 2026-12-10: .*\\(notice linde ${notice}\\) \\[law\\]$`, "m"),
    );
    const twice = await run("recall", id, release, ...says);
    expect([twice.code, twice.err]).toEqual([2, expect.stringContaining("called back already")]);
  });

  test("corrects what left by another release", async () => {
    const [first, second] = [await released(), await released()];
    const told = ["--says", "The address was wrong", "--replacement", second.release];
    const wrong = await run("recall", first.id, first.release, ...told);
    expect([wrong.code, wrong.err]).toEqual([
      2,
      expect.stringContaining("what takes its place makes it a correction"),
    ]);
    const { out } = await run("recall", first.id, first.release, "--correction", ...told);
    expect(out).toMatch(new RegExp(`^correction ${UUID}; who must answer by when:\n`));
    const answer = await run("show", first.id, "--json");
    const { steps } = JSON.parse(answer.out) as { readonly steps: readonly object[] };
    expect(steps.at(-1)).toMatchObject({ how: "correction", replacement: second.release });
  });

  test("is answered in one sentence where something does not fit", async () => {
    const id = await openCase();
    const plan = await fileOf("plan.json", JSON.stringify(PLAN));
    const broken = await fileOf("broken.json", "{");
    const odd = await fileOf("odd.json", JSON.stringify({ name: "x", steps: [{ step: "hide" }] }));
    const whither = ["--to", PARTNER, "--collection", collection];
    for (const [args, says] of [
      [["prepare", id, ...whither], "give a plan or the topic of a profile"],
      [["prepare", id, ...whither, "--profile", "none"], "no profile is kept"],
      [["prepare", id, ...whither, "--plan", broken], "it is no JSON"],
      [["prepare", id, ...whither, "--plan", `${plan}.not`], "it cannot be read"],
      [["prepare", id, ...whither, "--plan", odd], "body.plan"],
      [["prepare", id, "--to", "elm", "--collection", collection, "--plan", plan], "no recipient"],
      [["preview", id, "../../people"], "no UUID"],
      [["release", id], "no copy that was prepared waits"],
      [["recall", id, "nothing", "--says", SAYS], "no UUID"],
      [["recall", id, id, "--says", SAYS], "nothing was released with it"],
    ] as const) {
      const ran = await run(...args);
      expect([args, ran.code, ran.out, ran.err]).toEqual([
        args,
        2,
        "",
        expect.stringContaining(says),
      ]);
      expect(ran.err.trim().split("\n")).toHaveLength(1);
    }
    const { out } = await run("show", id);
    expect(out).not.toContain("\n  copy ");
  });
});
