// What the command says, for other commands that should say the same.
export type { Answer } from "./answer.ts";
export { refusedAnswer } from "./answer.ts";
export { checkpointAnswer } from "./checkpoint-answer.ts";
export { ledgerAnswer } from "./ledger-answer.ts";
export { nodeSha256 } from "./node-hash.ts";
export { receiptAnswer } from "./receipt-answer.ts";
export { printable, printableJson } from "./printable.ts";
