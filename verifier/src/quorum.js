/** Whether these witnesses, by the policy's names for them, meet its quorum (tlog-policy). */
export function meetsQuorum({ groups, quorum }, witnesses) {
    if (quorum === "none")
        return true;
    const met = new Set(witnesses);
    // In the order of the policy, where a group's members stand above it.
    for (const [name, { least, members }] of groups) {
        if (members.filter((member) => met.has(member)).length >= least)
            met.add(name);
    }
    return met.has(quorum);
}
//# sourceMappingURL=quorum.js.map