import type { Policy } from "./policy.ts";
/** Whether these witnesses, by the policy's names for them, meet its quorum (tlog-policy). */
export declare function meetsQuorum({ groups, quorum }: Policy, witnesses: ReadonlySet<string>): boolean;
