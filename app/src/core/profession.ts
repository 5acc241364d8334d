/** The professions whose communication the law protects: lawyer with client, journalist's source. */
export type ProtectedProfession = "lawyer" | "journalist";

/**
 * Words and phrases of at most three words, in English, Dutch, German and French, without accents.
 * Left out because they mostly mean something else: French "correspondant" (matching), German
 * "Verteidiger" (football), English "editor" (software) and "advocates" (the verb).
 */
const LAWYER = `
lawyer|lawyers|attorney|attorneys|solicitor|solicitors|barrister|barristers|advocate|litigator
counsel|law firm|law firms|legal adviser|legal advisor|public defender|paralegal
advocaat|advocaten|advocatenkantoor|advocatuur|raadsman|raadsvrouw|raadslieden|strafpleiter
rechtsanwalt|rechtsanwalts|rechtsanwaltes|rechtsanwalte|rechtsanwalten|rechtsanwaltin
rechtsanwaltinnen|anwalt|anwalts|anwaltes|anwalte|anwalten|anwaltin|anwaltinnen|anwaltskanzlei
fachanwalt|fachanwaltin|strafverteidiger|strafverteidigerin|rechtsbeistand|advokat|advokatin
avocat|avocats|avocate|avocates|batonnier|batonniere|conseil juridique|conseiller juridique`;

const JOURNALIST = `
journalist|journalists|photojournalist|photojournalists|reporter|reporters|correspondent
correspondents|columnist|columnists|newspaperman|newsroom|editor in chief|news editor
press photographer|news anchor|newsreader
journaliste|journalisten|onderzoeksjournalist|onderzoeksjournalisten|fotojournalist
verslaggever|verslaggevers|verslaggeefster|correspondente|correspondenten|redacteur|redacteuren
redacteurs|redactrice|hoofdredacteur|hoofdredactrice|columniste|columnisten|persfotograaf
journalistin|journalistinnen|reporterin|reporterinnen|korrespondent|korrespondentin
korrespondenten|redakteur|redakteure|redakteurin|redakteurinnen|chefredakteur|chefredakteurin
berichterstatter|berichterstatterin|publizist|publizistin|pressefotograf|pressefotografin
investigativjournalist|investigativjournalistin
journalistes|photojournaliste|photoreporter|reportrice|envoye special|envoyee speciale
redacteur en chef|redactrice en chef|correspondant de presse|correspondante de presse
correspondant de guerre|grand reporter|chroniqueur|chroniqueuse`;

const PROFESSIONS = new Map<string, ProtectedProfession>([
  ...entries(LAWYER, "lawyer"),
  ...entries(JOURNALIST, "journalist"),
]);

/**
 * The first protected profession that a text names in whole words, in any case and with or without
 * accents; undefined where it names none. Use `protectedProfessions` where both matter.
 */
export function protectedProfession(text: string): ProtectedProfession | undefined {
  return professionsIn(text).next().value;
}

/** Every protected profession that a text names, each once, in the order of their first mention. */
export function protectedProfessions(text: string): readonly ProtectedProfession[] {
  return [...new Set(professionsIn(text))];
}

/** One pass over the text, one to three look-ups a word. */
function* professionsIn(text: string): Generator<ProtectedProfession, undefined> {
  const folded = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let before = "";
  let earlier = "";
  for (const [word] of folded.matchAll(/\p{L}+/gu)) {
    const found =
      PROFESSIONS.get(word) ??
      PROFESSIONS.get(`${before} ${word}`) ??
      PROFESSIONS.get(`${earlier} ${before} ${word}`);
    if (found !== undefined) yield found;
    [earlier, before] = [before, word];
  }
  return undefined;
}

function entries(
  words: string,
  profession: ProtectedProfession,
): readonly (readonly [string, ProtectedProfession])[] {
  return words
    .split(/[|\n]/)
    .filter((word) => word !== "")
    .map((word) => [word, profession]);
}
