import { requireCurrent } from "../../ledger/publish.ts";
import { requireHead } from "../../ledger/log/create-log.ts";
import type { LedgerStore } from "../../ledger/log/ports.ts";
import { LedgerError } from "../../ledger/ledger-error.ts";
import type { SignerService } from "../../ledger/signer/connect.ts";
import type { LogStanding } from "../../usecases/back-up.ts";

/**
 * How each log of a database stands to what the signer vouched for, and those that only the signer
 * knows. Rejects with "fork" when the signer knows another history.
 */
export async function standings(
  origins: readonly string[],
  ledger: LedgerStore,
  signer: SignerService,
): Promise<LogStanding[]> {
  const vouched = new Map((await signer.list()).map(({ origin, size }) => [origin, size]));
  const found: LogStanding[] = [];
  for (const origin of origins) {
    const { size } = await ledger.transact((tables) => requireHead(tables, origin));
    const known = vouched.get(origin);
    const isKnown = known !== undefined;
    const state = isKnown ? await currency(ledger, signer, origin) : "unknown";
    found.push({ origin, size, vouched: known ?? 0, state });
  }
  const others = [...vouched].filter(([origin, size]) => size > 0 && !origins.includes(origin));
  return [
    ...found,
    ...others.map(([origin, size]) => ({
      origin,
      size: 0,
      vouched: size,
      state: "behind" as const,
    })),
  ];
}

async function currency(
  ledger: LedgerStore,
  signer: SignerService,
  origin: string,
): Promise<"current" | "behind"> {
  try {
    await requireCurrent(ledger, signer.of(origin), origin);
    return "current";
  } catch (error) {
    if (error instanceof LedgerError && error.code === "rollback") return "behind";
    throw error;
  }
}
