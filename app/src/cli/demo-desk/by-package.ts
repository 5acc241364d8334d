import { mkdir } from "node:fs/promises";
import { parsePolicy } from "caveat-verifier";
import { ClientError } from "../../client/client-error.ts";
import type { Body } from "../../client/read-answer.ts";
import type { SanitisePlan } from "../../core/release/plan.ts";
import { DEFAULT_LIMITS } from "../../formats/limits.ts";
import type { OpenedPackage } from "../../formats/package/open-package.ts";
import { sealCopy, type SealedCopy } from "../case/seal-copy.ts";
import { prepareCopy, releaseCopies } from "./copies.ts";
import { makePair, type Pair } from "./key-pair.ts";
import { placeAt } from "./places.ts";
import { openCase, outcome, type Stage, type Story } from "./steps.ts";
import { until } from "./until.ts";

const PLAN: SanitisePlan = {
  name: "what to block",
  steps: [{ step: "drop-property", property: "confidence" }],
};

const SHOWS = ["type,", "ip,"];

/** The list goes to Harbour: nobody has to approve it, and the desk makes the package. */
export async function byPackage(stage: Stage): Promise<Story> {
  const opened = await openCase("community-list", "harbour", stage);
  const { case: id } = opened;
  const collection = await placeAt("harbour", "package", stage);
  const asked = { collection, plan: PLAN, shows: SHOWS };
  const copy = await prepareCopy(id, "harbour", asked, stage);
  const release = await releaseCopies(id, stage);
  const [lowland, harbour] = await Promise.all([makePair("lowland"), makePair("harbour")]);
  const now = new Date().toISOString();
  const sealing = { kind: "openpgp", signWith: lowland.secret, encryptTo: [harbour.open] } as const;
  const sealed = await sealCopy(await handedOut(release, collection, stage), sealing, now);
  const lines = [
    outcome(opened),
    "nobody has to approve it",
    ...copy.lines,
    ...found(await open(sealed, { lowland, harbour }, now)),
    `Again: ${await keepFiles(sealed, { lowland, harbour }, stage)}`,
  ];
  return { title: "An ordinary case: community-list to Harbour, as a package", lines };
}

/** From the desk, once a checkpoint of Harbour's own log covers it. */
function handedOut(release: string, collection: string, { staff }: Stage): Promise<Body> {
  const path = `/releases/${release}/copies/${collection}`;
  return until("the package's receipt", () =>
    staff.clients.officer.get(path).catch((error: unknown) => {
      if (error instanceof ClientError && error.code === "conflict") return undefined;
      throw error;
    }),
  );
}

interface Pairs {
  readonly lowland: Pair;
  readonly harbour: Pair;
}

/** What Harbour does: its own key, the sender's, and the keys of the log it believes. */
async function open(
  { bytes, policy }: SealedCopy,
  { lowland, harbour }: Pairs,
  now: string,
): Promise<OpenedPackage> {
  const { openPackage } = await import("../../formats/package/open-package.ts");
  const { readOwnKeys, readTrustedKeys } = await import("../../formats/package/keys.ts");
  return openPackage(bytes, {
    own: await readOwnKeys([harbour.secret]),
    trusted: await readTrustedKeys([lowland.open]),
    policy: parsePolicy(Buffer.from(policy)),
    now,
    mostBytes: DEFAULT_LIMITS.bytes,
  });
}

function found({ content, label, receipt }: OpenedPackage): readonly string[] {
  const where =
    receipt && `entry ${receipt.index} of the ${receipt.checkpoint.size} in Harbour's own log`;
  return [
    `Harbour opened its package with its key: ${content.name}, ${content.bytes.length} bytes`,
    ...label.caveats.map(({ says }) => `  under: ${says}`),
    `its receipt holds, checked without us: ${where ?? "it was not checked"}`,
  ];
}

/** Writes what Harbour has, and says how it opens the package by itself. */
async function keepFiles(
  { bytes, policy }: SealedCopy,
  { lowland, harbour }: Pairs,
  { ports, apart }: Stage,
): Promise<string> {
  const { files, home } = ports;
  const folder = files.join(files.join(home, apart), "harbour");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const write = async (name: string, content: Uint8Array): Promise<string> => {
    const path = files.join(folder, name);
    await files.replace(path, content);
    return path;
  };
  const file = await write("list.pgp", bytes);
  const key = await write("harbour.asc", harbour.secret.bytes);
  const trust = await write("lowland.asc", lowland.open.bytes);
  const believed = await write("lowland.policy", Buffer.from(policy));
  return `npm run caveat -- package open ${file} --key ${key} --trust ${trust} --policy ${believed} --into opened`;
}
