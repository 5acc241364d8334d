/**
 * Words that the standard gives its readers to choose from: taking one out of an object takes out no
 * secret. Source: STIX 2.1 section 10 (vocabularies and enumerations).
 */
const WORDS = `
windows-pe windows linux macos accidental coercion dominance ideology notoriety organizational-gain
personal-gain personal-satisfaction revenge unpredictable suspicious-activity malware-analysis
unspecified individual group system organization class unknown anomalous-activity anonymization benign
compromised malicious-activity attribution alpha arm ia-64 mips powerpc sparc x86 x86-64 applescript bash
c c++ c# go java javascript lua objective-c perl php powershell python ruby scala swift typescript
visual-basic x86-32 agriculture aerospace automotive chemical commercial communications construction
defense education energy entertainment financial-services government emergency-services
government-local government-national government-public-services government-regional healthcare
hospitality-leisure infrastructure dams nuclear water insurance manufacturing mining non-profit
pharmaceuticals retail technology telecommunications transportation utilities amplification anonymization
botnet command-and-control exfiltration hosting-malware hosting-target-lists phishing reconnaissance
staging malicious suspicious accesses-remote-machines anti-debugging anti-disassembly anti-emulation
anti-memory-forensics anti-sandbox anti-vm captures-input-peripherals captures-output-peripherals
captures-system-state-data cleans-traces-of-infection commits-fraud communicates-with-c2
compromises-data-availability compromises-data-integrity compromises-system-availability controls-local-machine
degrades-security-software degrades-system-updates determines-c2-server emails-spam escalates-privileges
evades-av exfiltrates-data fingerprints-host hides-artifacts hides-executing-code infects-files
infects-remote-machines installs-other-components persists-after-system-reboot prevents-artifact-access
prevents-artifact-deletion probes-network-environment self-modifies steals-authentication-credentials
violates-system-operational-integrity adware backdoor bot bootkit ddos downloader dropper exploit-kit
keylogger ransomware remote-access-trojan resource-exploitation rogue-security-software rootkit
screen-capture spyware trojan virus webshell wiper worm stix snort yara sigma pcre suricata stix2
africa eastern-africa middle-africa northern-africa southern-africa western-africa americas caribbean
central-america latin-america-caribbean northern-america south-america asia central-asia eastern-asia
southern-asia south-eastern-asia western-asia europe eastern-europe northern-europe southern-europe
western-europe oceania antarctica australia-new-zealand melanesia micronesia polynesia attack-pattern
campaign identity indicator intrusion-set malware observed-data threat-actor threat-report tool
vulnerability activist competitor crime-syndicate criminal hacker insider-accidental
insider-disgruntled nation-state sensationalist spy terrorist agent director independent
infrastructure-architect infrastructure-operator malware-author sponsor none minimal intermediate advanced
expert innovator strategic club contest team denial-of-service exploitation information-gathering
network-capture credential-exploitation remote-access vulnerability-scanning strongly-disagree disagree
neutral agree strongly-agree true false ipv4 ipv6 tcp udp http https dns smtp ftp ssh icmp tls
exe dll sys af_inet af_inet6 af_unix sock_stream sock_dgram get post put head mime-type text/plain
`;

const VOCABULARY: ReadonlySet<string> = new Set(WORDS.split(/\s+/).filter((word) => word !== ""));

/** Is this a word of the standard's own, or one letter or sign? */
export function isVocabulary(text: string): boolean {
  const word = text.trim().toLowerCase();
  return word.length < 2 || VOCABULARY.has(word);
}
