import type { Equivalence } from "./equivalence.ts";

const TABLE_488 = "Council Decision 2013/488/EU, Appendix B (OJ L 274, 15.10.2013)";
const TABLE_1075 =
  "Council Decision 2013/488/EU, Appendix B, as amended by Decision (EU) 2021/1075 (OJ L 233, 1.7.2021)";
const BEFORE_2021 = "Decision (EU) 2021/1075, recital 3: French labels from before 1 July 2021";
const EU_US = "Agreement EU-US on the security of classified information, article 3 (30.4.2007)";
const EU_NATO = "Agreement EU-NATO on the security of information (OJ L 80, 27.3.2003)";

const EU = {
  topSecret: "EU:TRES SECRET UE/EU TOP SECRET",
  secret: "EU:SECRET UE/EU SECRET",
  confidential: "EU:CONFIDENTIEL UE/EU CONFIDENTIAL",
  restricted: "EU:RESTREINT UE/EU RESTRICTED",
} as const;

const START_488 = "2013-10-15";
const FR_NEW = "2021-07-01";
const FR_OLD_END = "2021-06-30";
/** The United Kingdom issues no CONFIDENTIAL and no RESTRICTED since 2 April 2014. */
const UK_OLD_END = "2014-04-01";
/** End of the transition period of the withdrawal agreement (Decision (EU) 2021/1075, recital 5). */
const UK_END = "2020-12-31";

/**
 * Equivalences we know an agreement for. What is missing is not within anything, on purpose:
 * member states among themselves (the decision covers EU information only), the United Kingdom after
 * 2020 (the agreement exists, its table was not read), restricted levels of Belgium, France and the
 * United States (footnotes or none). A site adds its own agreements to this table.
 *
 * Sources: as each row names. The EU-NATO row follows general knowledge, its text was not read; the
 * EU-US row follows the published summary.
 */
export const EQUIVALENCES: readonly Equivalence[] = [
  ...both("NL:Stg. ZEER GEHEIM", EU.topSecret, TABLE_488, START_488),
  ...both("NL:Stg. GEHEIM", EU.secret, TABLE_488, START_488),
  ...both("NL:Stg. CONFIDENTIEEL", EU.confidential, TABLE_488, START_488),
  ...both("NL:Dep. VERTROUWELIJK", EU.restricted, TABLE_488, START_488),
  ...both("BE:TRES SECRET/ZEER GEHEIM", EU.topSecret, TABLE_488, START_488),
  ...both("BE:SECRET/GEHEIM", EU.secret, TABLE_488, START_488),
  ...both("BE:CONFIDENTIEL/VERTROUWELIJK", EU.confidential, TABLE_488, START_488),
  ...both("DE:STRENG GEHEIM", EU.topSecret, TABLE_488, START_488),
  ...both("DE:GEHEIM", EU.secret, TABLE_488, START_488),
  ...both("DE:VS-VERTRAULICH", EU.confidential, TABLE_488, START_488),
  ...both("DE:VS-NfD", EU.restricted, TABLE_488, START_488),
  ...both("FR:TRES SECRET", EU.topSecret, TABLE_1075, FR_NEW),
  ...both("FR:SECRET", EU.secret, TABLE_1075, FR_NEW),
  ...oldFrench("FR:TRES SECRET DEFENSE", EU.topSecret),
  ...oldFrench("FR:SECRET DEFENSE", EU.secret),
  ...oldFrench("FR:CONFIDENTIEL DEFENSE", EU.confidential),
  ...both("UK:TOP SECRET", EU.topSecret, TABLE_488, START_488, UK_END),
  ...both("UK:SECRET", EU.secret, TABLE_488, START_488, UK_END),
  ...both("UK:CONFIDENTIAL", EU.confidential, TABLE_488, START_488, UK_OLD_END),
  ...both("UK:RESTRICTED", EU.restricted, TABLE_488, START_488, UK_OLD_END),
  ...both("US:TOP SECRET", EU.topSecret, EU_US, "2007-04-30"),
  ...both("US:SECRET", EU.secret, EU_US, "2007-04-30"),
  ...both("US:CONFIDENTIAL", EU.confidential, EU_US, "2007-04-30"),
  ...both("NATO:COSMIC TOP SECRET", EU.topSecret, EU_NATO, "2003-03-14"),
  ...both("NATO:NATO SECRET", EU.secret, EU_NATO, "2003-03-14"),
  ...both("NATO:NATO CONFIDENTIAL", EU.confidential, EU_NATO, "2003-03-14"),
  ...both("NATO:NATO RESTRICTED", EU.restricted, EU_NATO, "2003-03-14"),
];

function both(
  one: string,
  other: string,
  agreement: string,
  validFrom: string,
  validUntil?: string,
): Equivalence[] {
  const end = validUntil === undefined ? {} : { validUntil };
  return [
    { from: one, to: other, agreement, validFrom, ...end },
    { from: other, to: one, agreement, validFrom, ...end },
  ];
}

/** France gives the old labels no more, so nothing becomes one; what carries one stays protected. */
function oldFrench(label: string, eu: string): Equivalence[] {
  return [
    { from: label, to: eu, agreement: TABLE_488, validFrom: START_488, validUntil: FR_OLD_END },
    { from: label, to: eu, agreement: BEFORE_2021, validFrom: FR_NEW },
    { from: eu, to: label, agreement: TABLE_488, validFrom: START_488, validUntil: FR_OLD_END },
  ];
}
