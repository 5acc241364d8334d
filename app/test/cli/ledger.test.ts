import { existsSync } from "node:fs";
import { appendFile, mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { kill, startMain } from "../ledger/support/child.ts";
import { useHome, type Home } from "../site/support/home.ts";
import { start } from "../site/support/program.ts";
import { keepVerdict } from "../site/support/verdicts.ts";
import { caveat, scratch, type Ran } from "../support/cli.ts";

const COMMANDS = [
  "ledger export",
  "ledger verify",
  "ledger prove",
  "ledger erase",
  "ledger run",
  "ledger status",
  "witness",
] as const;
/** Keys of a log and of a witness that are somebody else's. */
const STRANGER =
  "caveat.invalid/67c129f3-6521-4239-9215-f9b267d564ce+bee77ca6+AWEF+dYnA7JG27T5YCmXAQZRVDmyecVYTJi+Vm0Q7ahF";
const WITNESS = "oversight.example/w1+a711fb46+BE1Q8eiiSz48IRYbEPJF/Jo1nid2/YlqC4ZQ2mHrSOqQ";
const NOBODY = "00000000-0000-4000-8000-000000000000";

describe("help", () => {
  test.each(COMMANDS)(
    "of %s says how it is used, with an example, in 80 columns",
    async (command) => {
      const { code, out, err } = await caveat([...command.split(" "), "--help"]);
      expect([code, err]).toEqual([0, ""]);
      expect(out).toMatch(new RegExp(`^Usage: caveat ${command} `));
      expect(out).toMatch(new RegExp(`\\nExample:\\n  caveat ${command} \\S.*\\n$`));
      const [page = ""] = out.split("\nExample:");
      expect(page.split("\n").filter((line) => line.length > 80)).toEqual([]);
    },
  );

  test("of ledger lists its commands, and that of the program where the ledger is", async () => {
    const { out } = await caveat(["ledger", "--help"]);
    for (const command of COMMANDS)
      expect(`${out} witness`).toContain(command.replace("ledger ", ""));
    const program = await caveat(["--help"]);
    const names = ["DATABASE_URL", "POSTGRES", "SIGNER", "ORIGIN", "WITNESSES"];
    expect(names.filter((name) => !program.out.includes(`CAVEAT_${name}`))).toEqual([]);
  });
});

/** One sentence on the error stream and nothing else. */
function expectRefused({ code, out, err }: Ran, exit: number, says: RegExp): void {
  expect([code, out]).toEqual([exit, ""]);
  expect(err).toMatch(/^(?:caveat|error): [^\n]+\n$/);
  expect(err).toMatch(says);
}

describe("a command line that is wrong", () => {
  test.each<[readonly string[], RegExp]>([
    [["ledger", "exprt"], /Did you mean export\?/],
    [["ledger", "export"], /missing required argument 'file'/],
    [["ledger", "erase", NOBODY, "--by", "officer-7"], /--basis <code>/],
    [["ledger", "run", "--interval", "soon"], /whole number from 10 to/],
    [["ledger", "run", "--interval", "1"], /whole number from 10 to/],
    [["witness"], /--folder <dir>/],
    [["witness", "--folder", "w", "--port", "70000"], /whole number from 0 to 65535/],
  ])("%j ends with 2 and helps", async (args, says) => {
    const { code, out, err } = await caveat(args);
    expect([code, out, err]).toEqual([2, "", expect.stringMatching(says)]);
  });
});

describe("a ledger without entries", () => {
  const opened = useHome();

  test("has a status, and nothing to export or prove", async () => {
    const home = opened();
    const status = await home.run("ledger", "status");
    expect(status).toMatchObject({ code: 0, out: expect.stringMatching(/signed +nothing yet/) });
    expectRefused(await home.run("ledger", "export", home.file("x")), 2, /it has no entry yet/);
    expectRefused(await home.run("ledger", "prove", NOBODY), 2, /no entry with this id/);
    expect((await readdir(home.folder)).toSorted()).toEqual(["home"]);
  });
});

describe("the ledger on the command line", () => {
  const opened = useHome();
  let id = "";
  beforeAll(async () => {
    const home = opened();
    id = await keepVerdict(home, "warn");
    const kept = ["--checkpoint", home.file("a.checkpoint")];
    await home.run("ledger", "export", home.file("a.export"), ...kept);
    await home.run("ledger", "prove", id, "--out", home.folder);
  }, 180_000);

  const proof = (home: Home, ...more: readonly string[]) =>
    ["ledger", "verify", home.file(`${id}.tlog-proof`), ...more] as const;
  const policy = (home: Home) => ["--policy", home.file(`${id}.policy`)] as const;

  test("proves an entry with three files, which an outsider checks with the command it prints", async () => {
    const home = opened();
    const proven = await home.run("ledger", "prove", id, "--out", home.folder);
    const [, line = ""] = /^ {2}caveat-verify receipt (.*)$/m.exec(proven.out) ?? [];
    const [receipt = "", ...rest] = line.split(" ");
    // Neither database nor home: the folder that is named is not even made.
    const env = { CAVEAT_HOME: join(await scratch(), "nowhere") };
    const checked = await caveat(["ledger", "verify", receipt, ...rest], { env });
    expect(checked).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/^good: /) });
    const ledger = ["ledger", "verify", home.file("a.export"), ...policy(home)];
    expect(await caveat(ledger, { env })).toMatchObject({ code: 0, err: "" });
    expect(existsSync(env.CAVEAT_HOME)).toBe(false);
  });

  test("believes the site's own key where no policy is given, and says so", async () => {
    const home = opened();
    const own = await home.run("ledger", "verify", home.file("a.export"));
    expect(own).toMatchObject({ code: 0, out: expect.stringContaining("this site's own key") });
    const given = await home.run("ledger", "verify", home.file("a.export"), ...policy(home));
    expect(given.out).not.toContain("this site's own key");
    const entry = ["--entry", home.file(`${id}.entry`)];
    expect(await home.run(...proof(home, ...entry))).toMatchObject({ code: 0 });
  });

  test("takes checkpoints and receipts as pins", async () => {
    const home = opened();
    const pins = ["--pin", home.file("a.checkpoint"), home.file(`${id}.tlog-proof`)];
    const checked = await home.run("ledger", "verify", home.file("a.export"), ...pins);
    expect(checked).toMatchObject({ code: 0, out: expect.stringContaining("2 checkpoints") });
  });

  test("answers a program in JSON", async () => {
    const home = opened();
    const verified = await home.run("ledger", "verify", home.file("a.export"), "--json");
    expect(JSON.parse(verified.out)).toMatchObject({ answer: "good", size: 1, sealed: "kept" });
    const status = await home.run("ledger", "status", "--json");
    expect(JSON.parse(status.out)).toMatchObject({ waiting: 0, witnesses: [], isWitnessed: true });
  });

  test("shows on a terminal how far it is, and takes that away", async () => {
    const home = opened();
    const args = ["ledger", "export", home.file("a.export"), "--force"];
    const { code, out, err } = await caveat(args, { env: home.env, isTTY: true });
    expect([code, out]).toEqual([0, expect.stringContaining("the whole ledger of")]);
    expect(err).toMatch(/█ \d+ of \d+ entries\r\u001b\[2K$/u);
  });

  test("makes an export that shows sealed values readable to its owner alone", async () => {
    const home = opened();
    await home.run("ledger", "export", home.file("shown"), "--open");
    expect((await stat(home.file("shown"))).mode & 0o777).toBe(0o600);
    expect(await readFile(home.file("shown"), "utf8")).toContain("\nopen record ");
  });

  test("refuses what cannot be done, in a sentence, and leaves what is there", async () => {
    const home = opened();
    const before = await readFile(home.file("a.export"));
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["export", home.file("a.export")], /there is a file already; .*--force/],
      [["export", home.file("no/where")], /its folder is not there/],
      [["export", home.folder, "--force"], /it cannot be written \(EISDIR\)/],
      [["export", home.file("b"), "--log", "nobody.example/log"], /no log of this name/],
      [["verify", home.file("missing")], /there is no such export/],
      [["verify", home.folder], /the export cannot be read \(EISDIR\)/],
      [["verify", home.file("a.export"), "--policy", home.file("missing")], /no such policy/],
      [["verify", home.file("a.export"), "--pin", home.file("missing")], /no such pinned/],
      [["verify", home.file(`${id}.tlog-proof`)], /it is a receipt.*--entry FILE/],
      [["prove", "../x"], /no entry with this id/],
      [["prove", NOBODY], /no entry with this id/],
      [["prove", id, "--out", home.file("no/where")], /its folder is not there/],
      [["erase", NOBODY, "--basis", "x", "--by", "y"], /holds no sealed value about it/],
      [["erase", "../x", "--basis", "x", "--by", "y"], /holds no sealed value|opaque id/],
      [["erase", id, "--basis", "he asked for it", "--by", "y"], /basis: it is not a code/],
      [["erase", id, "--basis", "x", "--by", "Jan Jansen"], /by: it is not a code/],
    ];
    for (const [args, says] of cases) expectRefused(await home.run("ledger", ...args), 2, says);
    expect(await readFile(home.file("a.export"))).toEqual(before);
    expect((await readdir(home.folder)).filter((name) => name.includes("draft"))).toEqual([]);
  });

  test("checks nothing with a policy or a pin that is none, and ends with 2", async () => {
    const home = opened();
    const words = home.file("only-words");
    await writeFile(words, "these are only words\n");
    const verify = ["verify", home.file("a.export")];
    expectRefused(
      await home.run("ledger", ...verify, "--policy", words),
      2,
      /line 1: .*nothing was/,
    );
    expectRefused(await home.run("ledger", ...verify, "--pin", words), 2, /pin \S+: .*nothing was/);
  });

  test("answers what is damaged or foreign with a sentence and 1", async () => {
    const home = opened();
    const all = await readFile(home.file("a.export"));
    const damaged = home.file("damaged");
    await writeFile(damaged, all.fill("x", 200, 201));
    const words = home.file("words");
    await writeFile(words, "these are only words\n");
    const stranger = home.file("stranger.policy");
    await writeFile(stranger, `log ${STRANGER}\nquorum none\n`);
    const receipt = home.file(`${id}.tlog-proof`);
    const entry = ["--entry", home.file(`${id}.entry`)];
    const whole = home.file("a.export");
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[damaged], /line \d+, entry 0/],
      [[words], /caveat-ledger-export@v1/],
      [[whole, "--origin", "another.example/log"], /not of another\.example\/log/],
      [[whole, "--policy", stranger], /no key|not signed|none of/],
      [[words, ...entry], /receipt/],
      [[receipt, "--entry", words], /receipt/],
      [[receipt, ...entry, "--origin", "another.example/log"], /not of another/],
    ];
    for (const [args, says] of cases) {
      const { code, out, err } = await home.run("ledger", "verify", ...args);
      expect([args, code, err]).toEqual([args, 1, ""]);
      expect(out).toMatch(/^bad: [^\n]+; nothing of it was believed\n/);
      expect(out).toMatch(says);
    }
  });

  test("notices a tile that was damaged before it proves anything with it", async () => {
    const home = opened();
    await keepVerdict(home, "another");
    // Enters the readings too, so that the next state is this one.
    await home.run("ledger", "prove", id, "--out", home.folder);
    const tiles = await readdir(join(home.path, "tiles"), { recursive: true });
    for (const name of tiles.filter((one) => /tile\/0\/.*\d$/.test(one))) {
      const path = join(home.path, "tiles", name);
      if ((await stat(path)).isFile()) await appendFile(path, "x");
    }
    const refused = await home.run("ledger", "prove", id, "--out", home.folder);
    expectRefused(refused, 1, /a tile|tile.*bytes|hashes/);
  });
});

describe("a ledger whose witness is away", () => {
  const opened = useHome();

  test("goes on, and says with each state that the quorum is not met", async () => {
    const home = opened();
    await writeFile(
      home.file("witnesses"),
      `witness w1 ${WITNESS} http://127.0.0.1:9\nquorum w1\n`,
    );
    home.set("CAVEAT_WITNESSES", home.file("witnesses"));
    await keepVerdict(home, "warn");
    const exported = await home.run("ledger", "export", home.file("a"));
    const away = /^caveat: oversight\.example\/w1: [^\n]*does not answer[^\n]*\n$/;
    expect(exported).toMatchObject({ code: 0, err: expect.stringMatching(away) });
    expect(exported.out).toContain("its witnesses do not meet their quorum yet");
    const { out } = await home.run("ledger", "status");
    expect(out).toMatch(/signed +1 entry, and its witnesses do not meet their quorum yet/);
    expect(out).toMatch(/witness +oversight\S+ at \S+: signed nothing yet; it does not answer/);
    const verified = await home.run("ledger", "verify", home.file("a"));
    expect(verified).toMatchObject({ code: 1, out: expect.stringContaining("quorum w1") });
  });
});

describe("caveat ledger run", () => {
  const opened = useHome();

  test("gives what waits its place, also when several run, until each is told to stop", async () => {
    const home = opened();
    await home.run("ledger", "status");
    const args = ["ledger", "run", "--interval", "50"];
    const running = [start(args, home.env), start(args, home.env)];
    for (const one of running) await one.until(/goes on, every 50 ms/);
    const id = await keepVerdict(home, "warn");
    await home.run("replay", id);
    const signals = ["SIGTERM", "SIGINT"] as const;
    // The reading is an entry of its own, which nobody but they have entered.
    await expect
      .poll(async () => (await home.run("ledger", "status")).out, { timeout: 60_000 })
      .toMatch(/signed +2 entries/);
    const codes = await Promise.all(running.map((one, at) => one.stop(signals[at] ?? "SIGTERM")));
    expect(codes).toEqual([0, 0]);
    expect(running.map((one) => one.said()).join("")).not.toContain("caveat:");
  });

  test("tells once that the database is gone, and goes on when it is back", async () => {
    const home = opened();
    const running = start(["ledger", "run", "--interval", "50"], home.env);
    await running.until(/goes on, every/);
    await home.killDatabase();
    await running.until(/caveat: the ledger goes on again/);
    const lines = running.said().split("\n").slice(1, -1);
    expect(new Set(lines).size).toBe(lines.length);
    await keepVerdict(home, "after");
    expect(await running.stop("SIGTERM")).toBe(0);
  });
});

describe("caveat ledger run with a signer under another account", () => {
  const opened = useHome();

  test("tells once that the signer is gone, and goes on when it is back", async () => {
    const home = opened();
    const socket = home.file("signer.sock");
    const signer = ["--folder", home.file("signer"), "--socket", socket];
    const first = await startMain(...signer);
    home.set("CAVEAT_SIGNER", socket);
    const running = start(["ledger", "run", "--interval", "20"], home.env);
    await running.until(/goes on, every/);
    await kill(first);
    await running.until(/caveat: [^\n]*signer.sock: [^\n]*\n/);
    await startMain(...signer);
    await running.until(/caveat: the ledger goes on again\n/);
    expect(running.said().match(/signer\.sock/g)).toHaveLength(1);
    await keepVerdict(home, "after");
    expect(await running.stop("SIGTERM")).toBe(0);
  });
});

describe("caveat witness", () => {
  test("runs until it is stopped, keeps its key, and works alone with its folder", async () => {
    const folder = join(await scratch(), "w1");
    const args = ["witness", "--folder", folder, "--port", "0"];
    const named = [...args, "--name", "oversight.example/w1"];
    const first = start(named, {});
    const [, key = ""] = await first.until(/its key: (oversight\.example\/w1\+\S+)/);
    const second = start(args, {});
    expect(await second.ended).toBe(3);
    expect(second.said()).toMatch(/^caveat: [^\n]*another process[^\n]*\n$/);
    expect(await first.stop("SIGTERM")).toBe(0);
    const again = start(args, {});
    const [, same] = await again.until(/its key: (\S+)/);
    expect([same, await again.stop("SIGINT")]).toEqual([key, 0]);
  });

  test("refuses a new folder without a name, another name, and a key that is none", async () => {
    const folder = join(await scratch(), "w1");
    await mkdir(dirname(folder), { recursive: true });
    const args = ["witness", "--folder", folder, "--port", "0"];
    expectRefused(await caveat(args), 2, /the key needs a name; add --name/);
    const bad = [...args, "--name", "w.example/1", "--log", "no key"];
    expectRefused(await caveat(bad), 2, /it is not of the form name\+id/);
    expectRefused(await caveat([...args, "--name", "other.example/1"]), 2, /not other\.example/);
    const host = [...args, "--host", "192.0.2.1"];
    expectRefused(await caveat(host), 2, /it cannot listen there \(\w+\); choose another --host/);
  });
});
