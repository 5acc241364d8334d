import { describe, expect, test } from "vitest";
import { LedgerError, type LedgerErrorCode } from "../../src/ledger/ledger-error.ts";
import { keepGoing, Troubles } from "../../src/usecases/keep-going.ts";
import type { Memory } from "../../src/usecases/memory.ts";

function trouble(code: LedgerErrorCode, what = "it does not answer"): LedgerError {
  return new LedgerError(code, "signer", what, "start it");
}

/** Takes a turn for each of these, which fails with it where it is an error; gives what was told. */
async function turns(...outcomes: readonly (Error | undefined)[]): Promise<string[]> {
  const told: string[] = [];
  const left = [...outcomes];
  const advance = () => {
    const outcome = left.shift();
    return outcome === undefined ? Promise.resolve(undefined) : Promise.reject(outcome);
  };
  const memory = { ledger: { advance } } as unknown as Memory;
  await keepGoing(memory, new Troubles((what) => told.push(what)), {
    isStopped: () => left.length === 0,
    pause: () => Promise.resolve(),
  });
  return told;
}

describe("a ledger that is kept going", () => {
  test("tells a trouble when it comes, not again while it lasts, and when it is over", async () => {
    const [away, other] = [trouble("unreachable"), trouble("refused", "it says no")];
    const told = await turns(undefined, away, away, other, away, undefined, undefined, away);
    const says = [away.message, other.message, away.message];
    expect(told).toEqual([...says, "the ledger goes on again", away.message]);
  });

  test("goes on after an error that nobody foresaw", async () => {
    expect(await turns(new TypeError("x"), undefined)).toEqual(["x", "the ledger goes on again"]);
  });

  test.each(["fork", "rollback"] as const)("ends when the signer sees a %s", async (code) => {
    const going = turns(undefined, trouble(code, "another tree"), undefined);
    await expect(going).rejects.toMatchObject({ code });
  });
});
