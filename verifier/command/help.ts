/** caveat-verify --help */
export const HELP: string = `Usage: caveat-verify COMMAND ... [--json] [--help]

Checks a Caveat ledger, its receipts and its checkpoints without trusting the service that
wrote them and without asking it: no network, no dependencies. Everything it is handed may
be forged. Where anything is wrong, nothing of it is believed.

  ledger EXPORT     is this exported ledger whole, in order, and signed?
  receipt PROOF     is exactly this entry in the ledger?
  checkpoint FILE   did the log sign this head, and enough witnesses?
  value             is this the value that an entry was sealed with?

caveat-verify COMMAND --help is the page of each.

Whom you believe stands in a policy file of your own (c2sp.org/tlog-policy): the logs, the
witnesses, and who of these must have signed. Have the keys from their owners, never from
what you check. Each line ends in a newline:

  log service.example/ledger+66fd9d39+AVbG...
  witness oversight oversight.example/w1+ab16b6c7+BO2X...
  quorum oversight

Answers, on standard output:

  good                       exit 0
  good, with values erased   exit 0: names each value that is gone, and the entry that
                             erased it
  bad                        exit 1: the first index not believed, and why, in a sentence

Exit 2 says on standard error why nothing was checked: wrong use, or a file that cannot be
read. --json gives the answer to a program: {"answer": "good" | "erased" | "bad", ...}.

Examples:
  caveat-verify ledger october.export --policy trust.policy --keep october.checkpoint
  caveat-verify ledger november.export --policy trust.policy --pin october.checkpoint
  caveat-verify receipt release.tlog-proof --entry release.json --policy trust.policy`;
