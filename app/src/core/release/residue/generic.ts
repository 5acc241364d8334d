/**
 * Words that the residue check does not look for: they stand in every text or in every file of a format,
 * so finding one says nothing. Compared without regard to case and separators.
 */
const WORDS = `
a about after all also an and any are as at be been before but by can could did do does for from had has
have he her here him his how i if in into is it its many may me more most must my new no none not now of
off old on one only or other our out over own per she should so some such than that the their them then
there these they this those to too two under unknown up us was we were what when where which who why will
with would yes you your true false null undefined other misc miscellaneous general default test example
het een de en van voor met der die das und mit der le la les et un une des du pour avec
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
attack-pattern artifact autonomous-system bundle campaign course-of-action directory domain-name
email-addr email-message email-mime-component extension-definition external-reference file grouping
identity incident indicator indicator-type infrastructure intrusion-set ipv4-addr ipv6-addr kill-chain
kill-chain-phases kill-chain-phase language-content location mac-addr malware malware-analysis
marking-definition mutex network-traffic note observed-data object-marking-refs opinion process
relationship relationship-type report sighting software spec-version threat-actor tool type url
user-account uuid value vulnerability windows-registry-key x509-certificate created created-by-ref
modified name description labels pattern pattern-type valid-from valid-until published revoked stix
stix-pattern individual group organization organisation class system system-architecture
event attribute attributes object objects tag tags galaxy galaxycluster category comment distribution
timestamp orgc org orgid info to-ids network-activity payload-delivery payload-installation
artifacts-dropped external-analysis internal-reference antivirus-detection persistence-mechanism
attribution targeting-data social-network support-tool financial-fraud person other
ip-src ip-dst hostname domain filename md5 sha1 sha256 sha512 ssdeep email-src email-dst email-subject
text comment link datetime port regkey user-agent yara sigma snort
nation-state criminal crime-syndicate espionage ransomware trojan backdoor phishing botnet spyware
anonymous-activity malicious-activity benign anomalous-activity compromised
from to cc bcc subject date message-id received content-type sender reply-to mime-version
removed redacted withheld omitted
text-plain text-html application-json utf-8 us-ascii http https www com org net
`;

const GENERIC: ReadonlySet<string> = new Set(
  WORDS.split(/\s+/).map((word) => word.replaceAll(/[^a-z0-9]/g, "")),
);

/** Is this, folded and without separators, a word that says nothing? */
export function isGeneric(symbols: string): boolean {
  return GENERIC.has(symbols);
}
