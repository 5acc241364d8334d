/**
 * Dissemination controls and compartments: TOKENS|SPELLING|SPELLING. Tokens are what the fact
 * `dissemination` holds; a spelling is compared as words in capitals. These stand on their own:
 * nothing else is written so.
 *
 * Source: MISP taxonomies dni-ism and acs-marking, the CUI registry of limited dissemination controls.
 */
export const PLAIN_CONTROLS: readonly string[] = [
  "noforn|NOFORN|NOT RELEASABLE TO FOREIGN NATIONALS",
  "orcon|ORCON|ORIGINATOR CONTROLLED",
  "orcon orcon-usgov|ORCON USGOV|ORIGINATOR CONTROLLED US GOVERNMENT",
  "relido|RELIDO|RELEASABLE BY INFORMATION DISCLOSURE OFFICIAL",
  "fouo|FOUO|FOR OFFICIAL USE ONLY|OFFICIAL USE ONLY",
  "propin|PROPIN|CAUTION PROPRIETARY INFORMATION INVOLVED",
  "imcon|IMCON|CONTROLLED IMAGERY",
  "rsen|RSEN|RISK SENSITIVE",
  "dsen|DSEN|DEA SENSITIVE",
  "fisa rawfisa|RAWFISA",
  "limdis|LIMDIS|LIMITED DISTRIBUTION",
  "exdis|EXDIS|EXCLUSIVE DISTRIBUTION",
  "nodis|NODIS|NO DISTRIBUTION",
  "les|LAW ENFORCEMENT SENSITIVE",
  "les noforn|LES NF|LES NOFORN|LAW ENFORCEMENT SENSITIVE NOFORN",
  "sbu|SBU|SENSITIVE BUT UNCLASSIFIED",
  "sbu noforn|SBU NF|SBU NOFORN|SENSITIVE BUT UNCLASSIFIED NOFORN",
  "nocon|NOCON",
  "fedcon|FEDCON",
  "fed-only|FED ONLY",
  "dl-only|DL ONLY",
  "attorney-client|ATTORNEY CLIENT",
  "attorney-wp|ATTORNEY WP",
  "atomal|ATOMAL",
  "special-france|SPECIAL FRANCE",
];

/** Controls that are codes or words with other meanings too: in banners, portion marks and tags only. */
export const CODED_CONTROLS: readonly string[] = [
  "noforn|NF",
  "orcon|OC",
  "orcon orcon-usgov|OC USGOV",
  "propin|PR",
  "imcon|IMC",
  "rsen|RS",
  "fisa|FISA|FOREIGN INTELLIGENCE SURVEILLANCE ACT",
  "limdis|DS",
  "exdis|XD",
  "nodis|ND",
  "les|LES",
  "ssi|SSI|SENSITIVE SECURITY INFORMATION",
  "nnpi|NNPI|NAVAL NUCLEAR PROPULSION INFORMATION",
  "attorney-client|AC",
  "attorney-wp|AWP",
  "waived|WAIVED",
  "fgi|FGI|FOREIGN GOVERNMENT INFORMATION",
  "sci-si|SI|SPECIAL INTELLIGENCE|COMINT",
  "sci-si-g|SI G|SI GAMMA",
  "sci-tk|TK|TALENT KEYHOLE",
  "sci-hcs|HCS",
  "sci-hcs-o|HCS O",
  "sci-hcs-p|HCS P",
  "sci-kdk|KDK|KLONDIKE",
  "sci-kdk-blfh|KDK BLFH|KDK BLUEFISH",
  "sci-kdk-idit|KDK IDIT|KDK IDITAROD",
  "sci-kdk-kand|KDK KAND|KDK KANDIK",
  "sci-rsv|RSV|RESERVE",
  "sci-el|EL|ENDSEAL",
  "sci-el-eu|EL EU|ECRU",
  "sci-el-nk|EL NK|NONBOOK",
  "rd|RD|RESTRICTED DATA",
  "rd cnwdi|RD CNWDI|CNWDI|RD CRITICAL NUCLEAR WEAPON DESIGN INFORMATION",
  "frd|FRD|FORMERLY RESTRICTED DATA",
  "tfni|TFNI|TRANSCLASSIFIED FOREIGN NUCLEAR INFORMATION",
  "dcni|DCNI|DOD CONTROLLED NUCLEAR INFORMATION",
  "ucni|UCNI|DOE CONTROLLED NUCLEAR INFORMATION",
  "bohemia|BOHEMIA",
  "balk|BALK",
  "comsec|COMSEC",
  "codeword|CODEWORD|CODE WORD",
];

/** Words before a list of countries that may have it. */
export const RELEASE_WORDS: readonly string[] = [
  "REL TO",
  "REL",
  "RELEASABLE TO",
  "AUTHORIZED FOR RELEASE TO",
];

/** Words before a list of countries that may see it and not have it. */
export const DISPLAY_WORDS: readonly string[] = [
  "DISPLAY ONLY",
  "DISPLAYONLY",
  "DISPLAY ONLY TO",
  "AUTHORIZED FOR DISPLAY BUT NOT RELEASE TO",
];
