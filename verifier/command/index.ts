// What the command says, and how it hashes, for other commands that should do the same.
export type { Answer } from "./answer.ts";
export { refusedAnswer } from "./answer.ts";
export { checkpointAnswer } from "./checkpoint-answer.ts";
export { ledgerAnswer } from "./ledger-answer.ts";
export { nodeSha256 } from "./node-hash.ts";
export { receiptAnswer } from "./receipt-answer.ts";
export { printable, printableJson } from "./printable.ts";
