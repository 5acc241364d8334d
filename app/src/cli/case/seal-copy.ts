import { bodiesOf, textOf, type Body } from "../../client/read-answer.ts";
import type { Caveat } from "../../core/release/copy.ts";
import { Refusal } from "../../core/refusal.ts";
import type { PackageParts } from "../../formats/package/make-package.ts";

/** A package, and whom its recipient is to believe about the receipt in it. */
export interface SealedCopy {
  readonly bytes: Uint8Array;
  /** The keys of the recipient's own log, as a tlog-policy. */
  readonly policy: string;
}

/**
 * Makes a package of what the desk handed out (GET /releases/{release}/copies/{collection}): here, so
 * that no secret key goes to the server. `at`: UTC.
 *
 * Rejects with a Refusal "bad-package" for a copy without a receipt, and as `makePackage` does.
 */
export async function sealCopy(
  handed: Body,
  sealing: PackageParts["sealing"],
  at: string,
): Promise<SealedCopy> {
  const [receipt] = bodiesOf([handed["receipt"]]);
  const [from] = bodiesOf([handed["from"]]);
  if (receipt === undefined || from === undefined) {
    const problem = "it was exported, and there is no receipt of that";
    const remedy = "prepare a copy for a place of the medium package";
    throw new Refusal("bad-package", "the copy", problem, remedy);
  }
  // The cryptography is loaded here, so that no other command waits for it.
  const { makePackage } = await import("../../formats/package/make-package.ts");
  const copy = {
    fileName: textOf(handed["fileName"]),
    mediaType: textOf(handed["mediaType"]),
    bytes: bytesOf(handed["bytes"]),
  };
  const bytes = await makePackage(copy, {
    from: { name: textOf(from["name"]), organisation: textOf(from["organisation"]) },
    at,
    caveats: bodiesOf(handed["caveats"]).map(caveatOf),
    receipt: { proof: bytesOf(receipt["proof"]), entry: bytesOf(receipt["entry"]) },
    sealing,
  });
  return { bytes, policy: textOf(receipt["policy"]) };
}

function caveatOf({ id, says, label }: Body): Caveat {
  const about = { id: textOf(id), says: textOf(says) };
  return typeof label === "string" ? { ...about, label } : about;
}

function bytesOf(value: unknown): Uint8Array {
  return Buffer.from(textOf(value), "base64");
}
