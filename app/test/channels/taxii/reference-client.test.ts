import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serve, type Serving } from "../../../src/http/serve.ts";
import { describeWithPython } from "../../support/python.ts";
import type { Leaving } from "../support/memory-outbox.ts";
import { indicator, leaving, stixObject } from "../support/stix.ts";
import { World, type Partner } from "../support/world.ts";

const SCRIPT = fileURLToPath(new URL("reference-client.py", import.meta.url));
const AT = "2026-11-26T07:00:00.000Z";

const OBJECTS = Array.from({ length: 23 }, (_, i) =>
  i % 4 === 0 ? stixObject("malware", `m${i}`, AT) : indicator(`i${i}`, AT),
);
const IDS = OBJECTS.map(({ id }) => id);

describeWithPython("the OASIS reference client", ["taxii2-client==2.3.0"], (interpreter) => {
  let serving: Serving | undefined;
  let url = "";
  let alder: Partner;
  let said: Record<string, unknown> = {};

  beforeAll(async () => {
    let world = new World();
    const answering = {
      fetch: (request: Request, env: unknown) => world.app.fetch(request, env ?? {}),
    };
    serving = await serve(answering, { host: "127.0.0.1", port: 0 });
    url = `http://127.0.0.1:${serving.port}`;
    world = new World({ settings: { url } });
    alder = world.addPartner("alder");
    world.disclose(alder, OBJECTS.map(leaving));
    said = await run(interpreter, [SCRIPT, `${url}/taxii2/`, alder.token, alder.into.title]);
  }, 120_000);

  afterAll(() => serving?.stop());

  test("discovers the root and lists the collections", () => {
    expect(said).toMatchObject({
      title: "Caveat",
      roots: [`${url}/${alder.door.root}/`],
      versions: ["application/taxii+json;version=2.1"],
      length: 10_000_000,
      collections: ["alder dark", "alder into", "alder out"],
      bearer: "Caveat",
    });
  });

  test("gets everything at once and in pages", () => {
    expect(said["everything"]).toEqual(IDS);
    expect((said["paged"] as string[][]).flat()).toEqual(IDS);
    expect((said["records"] as string[][]).flat()).toEqual(IDS);
    expect((said["paged"] as string[][]).length).toBeGreaterThan(4);
  });

  test("filters by type, id, version and date", () => {
    expect(said["filtered"]).toEqual(IDS.filter((id) => id.startsWith("malware")));
    expect(said["exact"]).toEqual([IDS[0], IDS[3]]);
    expect(said["after"]).toEqual(IDS.slice(5));
    expect(said["versions_of"]).toEqual([AT]);
  });

  test("posts, asks for the status, and is told of what is not there", () => {
    expect(said["status"]).toEqual(["complete", 1, true]);
    expect(said["absent"]).toBe("HTTPError 404");
  });
});

const MANY = 10_000;

describeWithPython(
  "the OASIS reference client, while more is released",
  ["taxii2-client==2.3.0"],
  (interpreter) => {
    test("pulls 10,000 objects once each, and comes to an end", async () => {
      const all = Array.from({ length: MANY }, (_, i) => indicator(`many-${i}`, AT));
      const releases = new Releases(all.map(leaving));
      const listening = await serve(releases, { host: "127.0.0.1", port: 0 });
      const address = `http://127.0.0.1:${listening.port}`;
      const { token } = releases.start(address);
      const pull = fileURLToPath(new URL("reference-pull.py", import.meta.url));
      try {
        const { ids } = await run(interpreter, [pull, `${address}/taxii2/`, token]);
        expect(ids).toEqual(all.map(({ id }) => id));
      } finally {
        await listening.stop();
      }
      expect(releases.pages).toBeLessThan(40);
    });
  },
);

/** A server that releases more at each page that is asked for: half of it is there at first. */
class Releases {
  pages = 0;
  #world: World = new World();
  #to: Partner | undefined;
  readonly #rows: readonly Leaving[];
  #given = 0;

  constructor(rows: readonly Leaving[]) {
    this.#rows = rows;
  }

  start(url: string): Partner {
    this.#world = new World({ settings: { url } });
    this.#to = this.#world.addPartner("alder");
    this.#release(this.#rows.length / 2);
    return this.#to;
  }

  fetch(request: Request, env: unknown): Response | Promise<Response> {
    if (request.url.includes("/objects/")) {
      this.pages += 1;
      this.#release(400);
    }
    return this.#world.app.fetch(request, env ?? {});
  }

  #release(count: number): void {
    if (this.#to === undefined) return;
    this.#world.disclose(this.#to, this.#rows.slice(this.#given, this.#given + count));
    this.#given += count;
  }
}

/** Runs a script and reads the JSON it prints. Not in this thread: the server answers from here. */
function run(interpreter: string, args: readonly string[]): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const child = spawn(interpreter, args, { stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(JSON.parse(out) as Record<string, unknown>);
      else reject(new Error(`the client ended with ${String(code)}: ${err.slice(-1_500)}`));
    });
  });
}
