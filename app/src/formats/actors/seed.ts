import type { ActorEntry } from "../../core/actor-table.ts";

/** Country, what a government or its authority said in public, the day it said so. */
type Said = readonly [country: string, source: string, date: string];

/**
 * Actors that a government has attributed to a country in public, with the names in wide use. Only
 * the attribution is the government's; that the names mean one actor is common usage. A site imports
 * galaxies for the rest. Ids: the MISP threat-actor cluster, then the ATT&CK intrusion set.
 */
export const SEED_ACTORS: readonly ActorEntry[] = [
  actor(
    "APT28 | Fancy Bear | Sofacy | Sednit | Pawn Storm | STRONTIUM | Forest Blizzard | Tsar Team | APT 28 | GRU Unit 26165",
    "5b4ee3ea-eee3-4c8e-8323-85ae32658754 bef4c620-0787-42a8-a96d-b7eb6e85917c",
    ["RU", "UK NCSC: APT28 is almost certainly the GRU", "2018-10-04"],
  ),
  actor(
    "Sandworm | Sandworm Team | Voodoo Bear | TeleBots | IRON VIKING | ELECTRUM | Quedagh | Seashell Blizzard | APT44 | GRU Unit 74455",
    "f512de42-f76b-40d2-9923-59e7dbdfec35 381fcf73-60f6-4ab2-9991-6af3cbc35192",
    ["RU", "US DOJ: indictment of six GRU officers", "2020-10-19"],
  ),
  actor(
    "APT29 | Cozy Bear | The Dukes | Dukes | CozyDuke | NOBELIUM | Midnight Blizzard | UNC2452 | Dark Halo | APT 29",
    "b2056ff0-00b9-482e-b11c-c771daa5f28a 899ce53f-13a0-479b-a0e4-67d46e241542",
    ["RU", "White House: names the SVR as APT29", "2021-04-15"],
  ),
  actor(
    "Turla | Turla Group | Snake | Uroburos | Venomous Bear | Waterbug | KRYPTON | Secret Blizzard",
    "fa80877c-f509-4daf-8b62-20aba1635f68 7a19ecb1-3c65-4de3-a230-993516aed6a6",
    ["RU", "US DOJ and CISA AA23-129A: Snake is run by FSB Center 16", "2023-05-09"],
  ),
  actor(
    "Gamaredon | Gamaredon Group | Armageddon | Primitive Bear | ACTINIUM | Shuckworm | Aqua Blizzard | Trident Ursa",
    "2e290bfe-93b5-48ce-97d6-edcd6d32b7cf",
    ["RU", "Security Service of Ukraine: names FSB officers", "2021-11-04"],
  ),
  actor(
    "Star Blizzard | SEABORGIUM | Callisto | Callisto Group | COLDRIVER | TA446",
    "fbd279ab-c095-48dc-ba48-4bece3dd5b0f 9b36c218-4d80-4ec6-a68d-cc2886bbe410",
    ["RU", "UK government: FSB Centre 18", "2023-12-07"],
  ),
  actor(
    "Energetic Bear | Dragonfly | Berserk Bear | Crouching Yeti | BROMINE | Ghost Blizzard",
    "64d6559c-6d5c-4585-bbf9-c17868f763ee 1c63d4ec-0a75-4daa-b1df-0d11af3d3cc1",
    ["RU", "US DOJ: indictment of three FSB Center 16 officers", "2022-03-24"],
  ),
  actor(
    "TEMP.Veles | XENOTIME",
    "90abfc42-91c6-11e9-89b1-af58de8f7ec2 9538b1a4-4120-4e2d-bf59-3b11fcab05a4",
    ["RU", "US Treasury: sanctions a state institute for the Triton malware", "2020-10-23"],
  ),
  actor(
    "Cadet Blizzard | Ember Bear | DEV-0586 | UNC2589 | Frozenvista | GRU Unit 29155",
    "a5f64c1a-c829-4855-903d-e0ff2098b2d7 a7f57cc1-4540-4429-823f-f4e56b8473c9",
    ["RU", "US CISA AA24-249A: GRU Unit 29155", "2024-09-05"],
  ),
  actor("Void Blizzard | Laundry Bear", "b495419f-e327-4bbe-aba5-0c281dc2605b", [
    "RU",
    "Netherlands AIVD and MIVD: very likely supported by the Russian state",
    "2025-05-27",
  ]),
  actor(
    "Ghostwriter | UNC1151",
    "749aaa11-f0fd-416b-bf6c-112f9b5930a5",
    ["RU", "EU declaration: associates Ghostwriter with the Russian state", "2021-09-24"],
    ["BY", "CERT-UA: UNC1151 are officers of the Belarusian ministry of defence", "2022-02-25"],
  ),
  actor(
    "Indrik Spider | Evil Corp",
    "658314bc-3bb8-48d2-913a-c528607b75c8 01e28736-2ffc-455b-9880-ed4d1407ae07",
    ["RU", "US Treasury: sanctions Evil Corp as based in Russia", "2019-12-05"],
  ),
  actor(
    "Wizard Spider | TrickBot | Trickbot Group",
    "bdf4fe4f-af8a-495f-a719-cf175cecda1f dd2d9ca6-505b-4860-a604-233685b802c7",
    ["RU", "US Treasury and UK: sanction the Trickbot gang as based in Russia", "2023-02-09"],
  ),
  actor(
    "APT1 | Comment Crew | Comment Group | Comment Panda | PLA Unit 61398",
    "1cb7e1cc-d695-42b1-92f4-fd0112a3c9be 6a2e693f-24e5-451a-9f88-b36a108e5662",
    ["CN", "US DOJ: indictment of five officers of PLA Unit 61398", "2014-05-19"],
  ),
  actor(
    "APT10 | menuPass | Stone Panda | POTASSIUM | Cicada | Red Apollo | APT 10",
    "56b37b05-72e7-4a89-ba8a-61ce45269a8c 222fbd21-fc4f-4b7e-9f85-0e6e3a76c33f",
    ["CN", "US DOJ and UK NCSC: acts for the Ministry of State Security", "2018-12-20"],
  ),
  actor(
    "APT31 | ZIRCONIUM | Judgment Panda | Violet Typhoon | APT 31",
    "6bf7e6b6-5917-45a6-9567-f0baba79768c 4283ae19-69c7-4347-a35e-b56f08eb660b",
    ["CN", "UK government and US DOJ: affiliated with the Chinese state", "2024-03-25"],
  ),
  actor(
    "APT40 | Leviathan | TEMP.Periscope | Kryptonite Panda | GADOLINIUM | BRONZE MOHAWK | Gingham Typhoon | APT 40",
    "5b4b6980-3bc7-11e8-84d6-879aaac37dd9 7113eaa5-ba79-4fb3-b68a-398ee9cd698e",
    ["CN", "US CISA AA21-200A: Ministry of State Security, Hainan", "2021-07-19"],
  ),
  actor(
    "HAFNIUM | Silk Typhoon",
    "4f05d6c1-3fc1-4567-91cd-dd4637cc38b5 2688b13e-8e71-405a-9c40-0dee94bddf87",
    ["CN", "UK government: HAFNIUM is associated with the Chinese state", "2021-07-19"],
  ),
  actor(
    "APT41 | BARIUM | Wicked Panda | Wicked Spider | Brass Typhoon | APT 41",
    "9c124874-042d-48cd-b72b-ccdc51ecbbd6 18854f55-ac7c-4634-bd9a-352dd07613b7",
    ["CN", "US DOJ: indictment of five APT41 operators in China", "2020-09-16"],
  ),
  actor(
    "Volt Typhoon | BRONZE SILHOUETTE | Vanguard Panda | VOLTZITE | Insidious Taurus",
    "f02679fa-5e85-4050-8eb5-c2677d93306f 174279b4-399f-4ddb-966e-5efedd1dd5f2",
    ["CN", "US CISA and partners AA23-144A: sponsored by the Chinese state", "2023-05-24"],
  ),
  actor(
    "Salt Typhoon | GhostEmperor | Operator Panda | RedMike",
    "3c3ca8f3-c6ab-4c5d-9bd0-be6677d6cdeb 1c3dcf91-b859-4aae-a09c-ae26dc8b6390",
    ["CN", "US Treasury: sanctions a Sichuan company for Salt Typhoon", "2025-01-17"],
  ),
  actor("Flax Typhoon | Ethereal Panda | RedJuliett", "50ee2b1b-979e-4507-8747-8597a95938f6", [
    "CN",
    "US DOJ: botnet run by a Beijing company for the Chinese state",
    "2024-09-18",
  ]),
  actor(
    "APT27 | Emissary Panda | Threat Group-3390 | LuckyMouse | BRONZE UNION | Iron Tiger | APT 27",
    "834e0acd-d92a-4e38-bb14-dc4159d7cb32 fb366179-766c-4a4a-afa1-52bff1fd601c",
    ["CN", "US DOJ: indictments of two APT27 members tied to the Chinese state", "2025-03-05"],
  ),
  actor(
    "Mustang Panda | Twill Typhoon | RedDelta | BRONZE PRESIDENT | Earth Preta | Stately Taurus",
    "78bf726c-a9e6-11e8-9e43-77249a2f7339 420ac20b-f2b9-42b8-aa1a-6d4b72895ca4",
    ["CN", "US DOJ: PlugX removal, paid by the Chinese state", "2025-01-14"],
  ),
  actor(
    "BlackTech | Palmerworm | Circuit Panda | Radio Panda",
    "320c42f7-eab7-4ef9-b09a-74396caa6c3e 6fe8a2a1-a1b0-4af8-953d-4babd329f8f8",
    ["CN", "US and Japan AA23-270A: linked to the Chinese state", "2023-09-27"],
  ),
  actor(
    "Tick | BRONZE BUTLER | REDBALDKNIGHT",
    "add6554a-815a-4ac3-9b22-9337b9661ab8 93f52415-0fe4-4d3d-896c-fc9b8e88ab90",
    ["CN", "Government of Japan: directed by a unit of the PLA", "2021-04-20"],
  ),
  actor("Storm-0558", "5b30bcb8-4923-45cc-bc89-29651ca5d54e", [
    "CN",
    "US Cyber Safety Review Board: affiliated with the Chinese state",
    "2024-04-02",
  ]),
  actor(
    "Lazarus Group | Lazarus | HIDDEN COBRA | Guardians of Peace | Labyrinth Chollima | ZINC | Diamond Sleet",
    "68391641-859f-4a9a-9a1e-3e5cf71ec376 c93fccb1-e8e8-42cf-ae33-2ad1d183913a",
    ["KP", "US Treasury: controlled by the Reconnaissance General Bureau", "2019-09-13"],
  ),
  actor(
    "APT38 | Bluenoroff | Stardust Chollima | BeagleBoyz | Sapphire Sleet",
    "00f67a77-86a4-4adf-be26-1a54fc713340",
    ["KP", "US Treasury: Bluenoroff is controlled by the RGB", "2019-09-13"],
  ),
  actor(
    "Andariel | Silent Chollima | PLUTONIUM | Onyx Sleet | Stonefly",
    "245c8dde-ed42-4c49-b48b-634e3e21bdd7 39d6890e-7f23-4474-b8ef-e7b0343c5fc8",
    ["KP", "US Treasury: controlled by the Reconnaissance General Bureau", "2019-09-13"],
    ["KP", "US CISA and partners AA24-207A: RGB 3rd Bureau", "2024-07-25"],
  ),
  actor(
    "Kimsuky | Velvet Chollima | Black Banshee | THALLIUM | Emerald Sleet | APT43",
    "bcaaad6f-0597-4b89-b69b-84a6be2b7bc3 0ec2f388-bf0f-4b5c-97b1-fc736d26c25f",
    ["KP", "US Treasury: sanctions Kimsuky as subordinate to the RGB", "2023-11-30"],
  ),
  actor(
    "TraderTraitor | Jade Sleet | UNC4899 | Slow Pisces",
    "825abfd9-7238-4438-a9e7-c08791f4df4e",
    ["KP", "US FBI: theft from Bybit by North Korea", "2025-02-26"],
  ),
  actor(
    "MuddyWater | Static Kitten | Seedworm | MERCURY | Mango Sandstorm | TEMP.Zagros",
    "a29af069-03c3-4534-b78b-7d1a77ea085b 269e8108-68c6-4f99-b911-14b2e765dec2",
    ["IR", "US CISA AA22-055A: part of the Ministry of Intelligence (MOIS)", "2022-02-24"],
  ),
  actor(
    "APT39 | Chafer | Remix Kitten | ITG07",
    "c2c64bd3-a325-446f-91a8-b4c0f173a30b 44e43fad-ffcb-4210-abcf-eaaed9735f80",
    ["IR", "US Treasury: sanctions APT39 and its MOIS front company", "2020-09-17"],
  ),
  actor(
    "APT35 | Charming Kitten | Phosphorus | Magic Hound | Mint Sandstorm | TA453",
    "b8967b3c-3bc9-11e8-8701-8b1ead8c099e f98bac6b-12fd-4cad-be84-c84666932232 f9d6633a-55e6-4adc-9263-6ae080421a13",
    ["IR", "US Treasury: IRGC actors whose activity is known by these names", "2022-09-14"],
  ),
  actor(
    "Fox Kitten | Pioneer Kitten | UNC757 | Parisite | RUBIDIUM | Lemon Sandstorm",
    "bfb0bc20-5bdf-47ff-b07f-dbd9a3cb9772 c21dd6f1-1364-4a70-a1f7-783080ec34ee",
    ["IR", "US CISA AA24-241A: actors based in Iran", "2024-08-28"],
  ),
  actor(
    "Silent Librarian | COBALT DICKENS | Mabna Institute | TA407",
    "5059b44d-2753-4977-b987-4922f09afe6b 90784c1e-4aba-40eb-9adf-7556235e6384",
    ["IR", "US DOJ: indictment of nine for the IRGC (Mabna Institute)", "2018-03-23"],
  ),
  actor("CyberAv3ngers | Cyber Av3ngers", "286db62d-859d-48e2-9601-1b7abde9f3c3", [
    "IR",
    "US CISA AA23-335A: affiliated with the IRGC",
    "2023-12-01",
  ]),
  actor("HomeLand Justice", "bfc538e1-9205-420a-8641-6292023ecd08", [
    "IR",
    "US CISA AA22-264A: Iranian state actors against Albania",
    "2022-09-21",
  ]),
  actor(
    "Cotton Sandstorm | Emennet Pasargad | NEPTUNIUM | MARNANBRIDGE | Haywire Kitten",
    "bbb389f2-344f-4ca8-a9c9-902061f88deb",
    ["IR", "US FBI, Treasury and Israel: Iranian cyber group", "2024-10-30"],
  ),
];

function actor(names: string, uuids: string, ...said: readonly Said[]): ActorEntry {
  const [name = "", ...aliases] = names.split(" | ");
  return {
    name,
    aliases,
    uuids: uuids.split(" "),
    attributions: said.map(([country, source, date]) => ({ country, actor: name, source, date })),
  };
}
