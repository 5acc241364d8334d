import type { PackedFile } from "./container.ts";

const VERIFY = "verify.txt";

const TEXT = `How to check this package without the sender's help

With Caveat, which needs no site for it:

  caveat package open FILE --key YOUR-KEY --trust SENDERS-KEY --policy POLICY --into FOLDER

It opens nothing that is not signed by a key you name. By hand:

1. The signature. An OpenPGP package: gpg --decrypt says "Good signature"; compare
   the fingerprint with the one your sender gave you another way. An age package:
   signature.note is a signed note (c2sp.org/signed-note) over the SHA-256 of
   label.json.
2. The files. label.json lists the SHA-256 of every other file; compare with
   sha256sum. "sealedFor" must name your own key: if it names another, somebody
   passed on what was not sent to you.
3. The receipt. receipt.tlog-proof (c2sp.org/tlog-proof) shows that entry.json is an
   entry of the ledger in which the sender records what it gave you, and entry.json
   names the SHA-256 of the content. Checked offline, with the keys of the ledger
   and its witnesses in a policy of your own (c2sp.org/tlog-policy):

     caveat-verify receipt receipt.tlog-proof --entry entry.json --policy POLICY

   Keep the receipt. It is your evidence of what you were given, and under which
   caveats.
`;

/** The file that tells how to check a package. */
export function verifyFile(): PackedFile {
  return { name: VERIFY, bytes: new TextEncoder().encode(TEXT) };
}
