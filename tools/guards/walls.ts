import type { Plant } from "./plant.ts";

/**
 * Who may import whom under app/src (ARCHITECTURE.md): five floors, no stair leads up. The linter's
 * own form of this table is .oxlintrc.json; the plants made from this one show that the two agree.
 */
const MAY_IMPORT = {
  core: [],
  policy: ["core"],
  formats: ["core", "zod"],
  store: ["core"],
  ledger: ["core"],
  usecases: ["core"],
  channels: ["core", "formats", "usecases"],
  http: ["core", "formats", "usecases", "assertion", "zod"],
  cli: ["core", "formats", "usecases", "client", "assertion"],
  site: ["core", "policy", "formats", "store", "ledger", "usecases"],
  desk: ["core", "policy", "formats", "store", "ledger", "usecases", "site", "channels", "http"],
  assertion: [],
  client: ["core", "assertion"],
} as const;

type Folder = keyof typeof MAY_IMPORT;

const FOLDERS = Object.keys(MAY_IMPORT) as Folder[];

/** Folders that use nothing but this project's own code. */
const WITHOUT_PACKAGES: readonly Folder[] = ["core", "usecases"];

/** An import that a wall forbids, in a file of its own. */
function barred(folder: string, name: string, specifier: string): Plant {
  return {
    wall: `${folder === "." ? "app/src" : folder} imports only what it may`,
    check: "lint",
    file: `app/src/${folder === "." ? "" : `${folder}/`}planted-${name}.ts`,
    text: `import * as planted from "${specifier}";\nexport const seen: unknown = planted;\n`,
    says: "eslint(no-restricted-imports)",
  };
}

function barredIn(folder: Folder): Plant[] {
  const may: readonly string[] = MAY_IMPORT[folder];
  const siblings = FOLDERS.filter((other) => other !== folder && !may.includes(other));
  const packages = WITHOUT_PACKAGES.includes(folder) ? ["node:fs", "yaml"] : [];
  const zod = may.includes("zod") ? [] : ["zod"];
  return [
    ...siblings.map((other) => barred(folder, other, `../${other}/any.ts`)),
    ...siblings.map((other) => barred(`${folder}/planted`, other, `../../${other}/any.ts`)),
    ...["context", "main"].map((top) => barred(folder, top, `../${top}.ts`)),
    ...[...packages, ...zod].map((name) => barred(folder, name.replace(":", "-"), name)),
  ];
}

/** Every import that MAY_IMPORT does not allow, from the folder itself and from one below it. */
export const WALLS: readonly Plant[] = [
  ...FOLDERS.flatMap(barredIn),
  barred("core", "config", "../config.ts"),
  barred(".", "context", "./context.ts"),
  barred(".", "zod", "zod"),
  ...["node:fs", "yaml", "../../app/src/core/any.ts"].map((specifier, index) => ({
    ...barred("formats", "", specifier),
    wall: "verifier imports only its own files",
    file: `verifier/src/planted-${index}.ts`,
  })),
  ...["yaml", "../src/merkle/root.ts", "../../app/src/core/any.ts"].map((specifier, index) => ({
    ...barred("formats", "", specifier),
    wall: "the verifier's command imports only what it may",
    file: `verifier/command/planted-${index}.ts`,
  })),
  {
    ...barred("formats", "dynamic", ""),
    wall: "import() is an import too",
    text: 'export const seen: Promise<unknown> = import("../policy/any.ts");\n',
  },
  {
    ...barred("formats", "passed-on", ""),
    wall: "export from is an import too",
    text: 'export * from "../policy/any.ts";\n',
  },
];
