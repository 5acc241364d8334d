import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Debian's Chromium, or the one that CAVEAT_CHROMIUM names; undefined where there is none. */
export const chromiumPath: string | undefined = [
  process.env["CAVEAT_CHROMIUM"],
  "/usr/bin/chromium",
].find((path) => path !== undefined && existsSync(path));

/** Nothing of the browser's own talks to anybody, and it runs without a screen, also as root. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What the page does with the papers it is handed, in base64. It answers with text. */
const PAGE = `<!doctype html>
<meta charset="utf-8">
<title>caveat-verifier</title>
<link rel="icon" href="data:,">
<script type="module">
  import { VerificationError, parsePolicy, verifyLedger, verifyReceipt } from "/index.js";
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const text = (value) => JSON.stringify(value, (_, one) => one instanceof Uint8Array ? [...one] : one);
  const refused = (error) => {
    if (error instanceof VerificationError) return { code: error.code, message: error.message };
    throw error;
  };
  globalThis.receipt = async ({ proof, entry, policy }) =>
    text(await verifyReceipt(bytes(proof), bytes(entry), { policy: parsePolicy(bytes(policy)) }).catch(refused));
  globalThis.ledger = async ({ source, policy }) =>
    text(await verifyLedger(bytes(source), { policy: parsePolicy(bytes(policy)) }));
</script>`;

/** A page in a browser that has loaded the verifier. */
export interface BrowserPage {
  /** Calls a function of the page with bytes, and gives the value it answers with, as JSON has it. */
  call(name: "receipt" | "ledger", papers: Readonly<Record<string, Uint8Array>>): Promise<unknown>;
  /** Every address that the page has asked for. */
  readonly requests: readonly string[];
  /** Where it was loaded from. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Compiles the verifier, serves it on this machine and opens it. */
export async function openPage(executablePath: string): Promise<BrowserPage> {
  const { server, origin } = await serve(compiled());
  const browser = await chromium.launch({ executablePath, args: FLAGS, headless: true });
  const page = await browser.newPage();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(origin);
  return {
    requests,
    origin,
    call: async (name, papers) => {
      const encoded = Object.entries(papers).map(([key, bytes]) => [
        key,
        Buffer.from(bytes).toString("base64"),
      ]);
      const argument = JSON.stringify(Object.fromEntries(encoded));
      const answer: string = await page.evaluate(`${name}(${argument})`);
      return JSON.parse(answer);
    },
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

/** The verifier as JavaScript: path from its top → text. Throws where it does not compile. */
function compiled(): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "caveat-browser-"));
  const off = ["composite", "incremental", "isolatedDeclarations", "declaration", "sourceMap"];
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      join(ROOT, "node_modules", "typescript", "bin", "tsc"),
      "-p",
      join(ROOT, "verifier", "tsconfig.json"),
      "--outDir",
      folder,
      ...off.flatMap((name) => [`--${name}`, "false"]),
    ],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`the verifier does not compile: ${stdout}`);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".js"),
  );
  const texts = files.map(
    (name) => [`/${name}`, readFileSync(join(folder, name), "utf8")] as const,
  );
  rmSync(folder, { recursive: true });
  return new Map(texts);
}

async function serve(
  scripts: ReadonlyMap<string, string>,
): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer(({ url = "" }, response) => {
    const script = scripts.get(url);
    const known = url === "/" || script !== undefined;
    const type = url === "/" ? "text/html" : "text/javascript";
    response.writeHead(known ? 200 : 404, { "content-type": type });
    response.end(url === "/" ? PAGE : script);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { server, origin: `http://127.0.0.1:${address.port}/` };
}
