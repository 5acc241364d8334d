/**
 * Letters of other scripts that look like an ASCII letter or digit, beside those that Unicode's own
 * decomposition (NFKD) leads back to one. After Unicode Technical Standard 39, confusables.txt, kept to
 * what common fonts draw alike.
 *
 * They are looked up after case is folded, so that a Greek or Cyrillic word stays one word in either
 * case; where capital and small letter look like different ones (Η as H, η as n), the capital counts.
 */
export const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  (
    [
      ["a", "аαɑаᴀꭺⲁ"],
      ["ae", "æӕ"],
      ["b", "вβьƅʙᏼᏏⲃ"],
      ["c", "сᴄⲥꮯᏟ"],
      ["d", "ԁđɖᴅꮷᎠð"],
      ["e", "еεҽᴇꬲⲉᎬ"],
      ["f", "ϝꞙꜰƒ"],
      ["g", "ɡɢցǥԍᏀ"],
      ["h", "һнηհʜⲏᎻ"],
      ["i", "іιıɩɪӏⲓᎥ"],
      ["j", "јϳʝᴊᎫ"],
      ["k", "кκĸᴋⲕᏦ"],
      ["l", "ӏłʟⳑᏞ"],
      ["m", "мμᴍⲙᎷϻ"],
      ["n", "νոɴпⲛ"],
      ["o", "оοоօσøɵᴏⲟ"],
      ["oe", "œ"],
      ["p", "рρᴘⲣᏢ"],
      ["q", "ԛգʠզ"],
      ["r", "гʀᴦꮁᏒ"],
      ["s", "ѕꜱƽᏚ"],
      ["t", "тτŧᴛⲧᎢ"],
      ["th", "þ"],
      ["u", "υʋᴜս"],
      ["v", "ѵνᴠꮩᏙ"],
      ["w", "ԝѡᴡɯшաᎳ"],
      ["x", "хχⲭ"],
      ["y", "уүγʏꭚҮⲩ"],
      ["z", "ᴢʐƶζⲍᏃ"],
      ["3", "зҙӡʒ"],
    ] as const
  ).flatMap(([ascii, others]) => Array.from(others).map((other) => [small(other), ascii] as const)),
);

/** As folding leaves a letter: Cherokee capitals are the older ones. */
function small(letter: string): string {
  return letter.toUpperCase().toLowerCase();
}
