import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { caveat, fileOf, scratch, type Ran } from "../support/cli.ts";
import { useServedDesk } from "./support/served-desk.ts";

const PARTNER = "linde";
const PLAN = {
  name: "for Linde",
  steps: [
    { step: "generalise-time", to: "day" },
    { step: "remove-words", words: ["Silver Fox", "Kade 12"], with: "[removed]" },
    { step: "remove-persons" },
  ],
};

const served = useServedDesk();
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  env = await served().envFor(["cases:write", "copies:read", "profiles:write"]);
});

function run(...args: readonly string[]): Promise<Ran> {
  return caveat(["case", ...args], { env });
}

async function save(topic: string, plan: object): Promise<Ran> {
  return run("profile", "save", PARTNER, topic, "--plan", await planFile(plan));
}

function planFile(plan: object): Promise<string> {
  return fileOf("plan.json", JSON.stringify(plan));
}

describe("from the command line a profile", () => {
  test("is kept, listed and shown, step by step and with who keeps it", async () => {
    const kept = await save("malware", PLAN);
    const { officer, desk } = served();
    const by = `(kept ${desk.clock.now().slice(0, 10)} by ${officer.person})`;
    expect([kept.code, kept.err]).toEqual([0, ""]);
    expect(kept.out).toContain(`malware for linde, version 1: for Linde ${by}`);
    const steps = [
      "  1. generalise-time: to day",
      "  2. remove-words: words Silver Fox, Kade 12; with [removed]",
      "  3. remove-persons",
    ];
    expect(kept.out.trimEnd().split("\n").slice(1)).toEqual(steps);
    const shown = await run("profile", "show", PARTNER, "malware");
    expect(shown).toEqual(kept);
    const listed = await run("profile", "list", PARTNER);
    expect(listed.out.split("\n")).toContain(kept.out.split("\n")[0]);
  });

  test("is answered alike when it is kept and when it is read, and is a program's in the ledger", async () => {
    const file = await planFile(PLAN);
    const kept = await run("profile", "save", PARTNER, "alike", "--plan", file, "--json");
    const read = await run("profile", "show", PARTNER, "alike", "--json");
    expect(JSON.parse(read.out)).toEqual(JSON.parse(kept.out));
    const { id } = JSON.parse(kept.out) as { readonly id: string };
    const entry = (await served().desk.entries()).find((one) => one.id === id);
    expect(entry).toMatchObject({ kind: "profile", body: { topic: "alike", machine: true } });
  });

  test("is changed by way of a file, and copies are then made by its newest version", async () => {
    await save("reports", PLAN);
    const file = join(await scratch(), "plan.json");
    const shown = await run("profile", "show", PARTNER, "reports", "--out", file);
    expect([shown.code, JSON.parse(await readFile(file, "utf8"))]).toEqual([0, PLAN]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const twice = await run("profile", "show", PARTNER, "reports", "--out", file);
    expect([twice.code, twice.err]).toEqual([2, expect.stringContaining("it is there already")]);

    const changed = { name: "for Linde", steps: [{ step: "generalise-time", to: "year" }] };
    await writeFile(file, JSON.stringify(changed));
    const saved = await run("profile", "save", PARTNER, "reports", "--plan", file, "--json");
    expect(JSON.parse(saved.out)).toMatchObject({ topic: "reports", number: 2, plan: changed });
    const { out } = await run("profile", "list", PARTNER, "--json");
    const { profiles } = JSON.parse(out) as { readonly profiles: readonly object[] };
    expect(profiles).toContainEqual(expect.objectContaining({ number: 2, plan: changed }));
    expect(JSON.stringify(profiles).match(/"topic":"reports"/g)).toHaveLength(1);

    const { officer, desk } = served();
    const opened = await desk.case(officer, [PARTNER]);
    const about = { alias: "profiled", title: "Profiled", medium: "taxii", canWrite: false };
    const place = await officer.post(`/partners/${PARTNER}/collections`, about);
    const whither = ["--to", PARTNER, "--collection", String(place.body["id"])];
    const id = String(opened.body["case"]);
    const made = await run("prepare", id, ...whither, "--profile", "reports");
    const copy = /^copy (\S+),/.exec(made.out)?.[1] ?? "";
    const preview = await run("preview", id, copy);
    expect(preview.out).toContain('+ published: "2026-01-01T00:00:00Z"');
  });

  test("is answered in one sentence where something does not fit", async () => {
    await save("known", PLAN);
    const plan = await planFile(PLAN);
    const broken = await fileOf("broken.json", "{");
    const odd = await planFile({ name: "x", steps: [{ step: "hide" }] });
    const sly = await planFile({ name: "\u001b[2J", steps: [] });
    for (const [args, says] of [
      [["list", "../people"], "partner"],
      [["show", PARTNER, "none"], "no profile is kept for this partner and topic; there are "],
      [["show", "alder", "none"], "caveat case profile save keeps one"],
      [["save", PARTNER, "known"], "--plan <file>"],
      [["save", PARTNER, "known", "--plan", `${plan}.not`], "it cannot be read"],
      [["save", PARTNER, "known", "--plan", broken], "it is no JSON"],
      [["save", PARTNER, "known", "--plan", odd], "body.plan"],
      [["save", PARTNER, "known", "--plan", sly], "body.plan"],
      [["save", PARTNER, "Known", "--plan", plan], "take lower-case letters, digits and ._:-"],
      [["save", "nobody", "known", "--plan", plan], "no partner is registered under this id"],
    ] as const) {
      const ran = await run("profile", ...args);
      expect([args, ran.code, ran.out, ran.err]).toEqual([
        args,
        2,
        "",
        expect.stringContaining(says),
      ]);
      expect(ran.err.trim().split("\n")).toHaveLength(1);
    }
  });

  test("is read and kept under scopes of their own", async () => {
    await save("kept", PLAN);
    const plan = await planFile(PLAN);
    const others = await served().envFor(["cases:read", "cases:write", "releases:read"]);
    for (const [args, scope] of [
      [["list", PARTNER], "copies:read"],
      [["show", PARTNER, "kept"], "copies:read"],
      [["save", PARTNER, "kept", "--plan", plan], "profiles:write"],
    ] as const) {
      const ran = await caveat(["case", "profile", ...args], { env: others });
      expect([ran.code, ran.out]).toEqual([2, ""]);
      expect(ran.err).toContain(`not for ${scope};`);
    }
  });

  test.each(["profile", "profile list", "profile show", "profile save"])(
    "has help: %s",
    async (command) => {
      const { code, out, err } = await run(...command.split(" "), "--help");
      expect([code, err]).toEqual([0, ""]);
      expect(out).toContain(`Usage: caveat case ${command} `);
      expect(
        out
          .split("\nExample:")[0]
          ?.split("\n")
          .filter((line) => line.length > 80),
      ).toEqual([]);
    },
  );
});
