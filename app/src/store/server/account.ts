import { readFile, stat } from "node:fs/promises";
import { StoreError } from "../store-error.ts";

/** An account that PostgreSQL runs under when Caveat itself runs as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root; these are tried in order. */
const UNPRIVILEGED = ["caveat", "nobody"];
/** An account that other programs run under too; it only carries the server. */
export const SHARED = "nobody";

/**
 * The account to run the database server under: undefined for the process's own. As root it is the
 * owner of the data where there are some, else the user `caveat` where the machine has one, else
 * `nobody`.
 *
 * Throws "no-server" on a system without Unix accounts, as root without an account to drop to, and as
 * `nobody`.
 */
export async function serverAccount(data: string): Promise<Account | undefined> {
  const own = process.getuid?.();
  if (own === undefined) {
    throw new StoreError(
      "no-server",
      "the embedded database",
      "it speaks over a Unix socket, and this system has none that Node can use",
      "set CAVEAT_DATABASE_URL to a PostgreSQL server",
    );
  }
  if (own !== 0) return requireOwnAccount(await userName(own));
  const owner = await stat(data).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return unprivileged(await readFile("/etc/passwd", "utf8").catch(() => ""));
}

/** What others run under too gets no way into the database (see configuration.ts). */
function requireOwnAccount(name: string): undefined {
  if (name !== SHARED) return undefined;
  throw new StoreError(
    "no-server",
    `the account \`${SHARED}\``,
    "other programs run under it too, so it is let into no database",
    "run Caveat under an account of its own, or as root",
  );
}

function unprivileged(passwd: string): Account {
  const lines = passwd.split("\n").map((line) => line.split(":"));
  for (const name of UNPRIVILEGED) {
    const line = lines.find(([user]) => user === name);
    const [uid, gid] = [Number(line?.[2]), Number(line?.[3])];
    if (Number.isSafeInteger(uid) && Number.isSafeInteger(gid) && uid > 0) return { uid, gid };
  }
  throw new StoreError(
    "no-server",
    "/etc/passwd",
    "it names no user `caveat` or `nobody`, and PostgreSQL does not run as root",
    "add a system user `caveat`, or run Caveat as an ordinary user",
  );
}

/** The name of the user with this number, or the number where the machine has no name for it. */
export async function userName(uid: number): Promise<string> {
  const passwd = await readFile("/etc/passwd", "utf8").catch(() => "");
  const line = passwd.split("\n").find((one) => one.split(":")[2] === String(uid));
  return line?.split(":")[0] ?? String(uid);
}
