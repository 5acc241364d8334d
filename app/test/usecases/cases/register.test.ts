import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decideCase } from "../../../src/usecases/cases/deciding/decide-case.ts";
import { describeService } from "../../../src/usecases/cases/partners/describe-service.ts";
import { passDays } from "../../../src/usecases/cases/deciding/pass-days.ts";
import {
  recordStanding,
  registerPartner,
} from "../../../src/usecases/cases/partners/register-partner.ts";
import { stateFacts } from "../../../src/usecases/cases/items/state-facts.ts";
import { submitItem } from "../../../src/usecases/cases/items/submit-item.ts";
import {
  openReport,
  PLAIN,
  REPORT,
  state,
  stateNeed,
  step,
  submitReport,
} from "./support/drive.ts";
import { useWorld } from "./support/world.ts";

const world = useWorld();

describe("the register", () => {
  test("keeps every version, and gives the one that counts on a day", async () => {
    const { ports, civil } = world();
    const by = civil.head;
    const first = { ...world().standing("elm"), id: "willow", name: "Willow Service", ids: [] };
    await registerPartner({ by, registered: { kind: "partner", standing: first } }, ports);
    const second = { ...first, name: "Willow Service, renamed" };
    const registered = { kind: "partner", standing: second } as const;
    const kept = await recordStanding({ by, registered, from: "2026-12-01" }, ports);
    expect(kept).toEqual({ partner: "willow", version: 2, from: "2026-12-01" });
    const nameOn = async (day: string): Promise<string | undefined> => {
      const [version] = await ports.register.versions(day, ["willow"]);
      return version?.registered?.kind === "partner" ? version.registered.standing.name : undefined;
    };
    expect(await nameOn("2026-11-25")).toBeUndefined();
    expect(await nameOn("2026-11-26")).toBe("Willow Service");
    expect(await nameOn("2026-11-30")).toBe("Willow Service");
    expect(await nameOn("2026-12-01")).toBe("Willow Service, renamed");
    const entries = (await world().entries()).filter(({ body }) => body["partner"] === "willow");
    expect(entries.map(({ kind }) => kind)).toEqual(["partner-version", "partner-version"]);
    const hash = createHash("sha256").update(JSON.stringify(registered)).digest("hex");
    const newer = entries.find(({ body }) => body["number"] === 2);
    expect(newer?.body["hash"]).toBe(hash);
  });

  test("holds no word about a partner in the open", async () => {
    const reasons = world().standing("linde").note?.criteria.professionalism?.reasons ?? "";
    expect(reasons.length).toBeGreaterThan(10);
    const dump = await world().as(undefined, async (client) => {
      const tables = await client.query<{ readonly name: string }>(
        "select table_name as name from information_schema.tables where table_schema = 'public'",
      );
      const texts: string[] = [];
      for (const { name } of tables.rows) {
        const { rows } = await client.query(`select * from ${name}`);
        for (const row of rows as object[]) {
          for (const value of Object.values(row)) {
            texts.push(Buffer.isBuffer(value) ? value.toString("latin1") : String(value));
          }
        }
      }
      return texts.join("\n");
    });
    expect(dump).toContain("linde");
    expect(dump).not.toContain(reasons);
  });

  test("refuses a second registration, a stranger's, one for yesterday, and an id that says something", async () => {
    const { ports, civil } = world();
    const standing = world().standing("linde");
    const registered = { kind: "partner", standing } as const;
    await expect(registerPartner({ by: civil.head, registered }, ports)).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(recordStanding({ by: civil.assessor, registered }, ports)).rejects.toMatchObject({
      code: "not-allowed",
    });
    await expect(
      recordStanding({ by: world().administrator, registered }, ports),
    ).rejects.toMatchObject({ code: "not-allowed" });
    await expect(
      recordStanding({ by: civil.head, registered, from: "2026-11-25" }, ports),
    ).rejects.toMatchObject({ code: "bad-input" });
    const named = { kind: "partner", standing: { ...standing, id: "Mr Jones" } } as const;
    await expect(
      registerPartner({ by: civil.head, registered: named }, ports),
    ).rejects.toMatchObject({ code: "bad-case" });
    const unknown = { kind: "partner", standing: { ...standing, id: "nobody" } } as const;
    await expect(
      recordStanding({ by: civil.head, registered: unknown }, ports),
    ).rejects.toMatchObject({ code: "unknown-partner" });
  });

  test("of two who record at the same instant each gets a version of its own", async () => {
    const { ports, civil } = world();
    const standing = { ...world().standing("elm"), id: "maple", ids: [] };
    const registered = { kind: "partner", standing } as const;
    await registerPartner({ by: civil.head, registered }, ports);
    const kept = await Promise.all(
      Array.from({ length: 8 }, () => recordStanding({ by: civil.head, registered }, ports)),
    );
    expect(new Set(kept.map(({ version }) => version))).toEqual(new Set([2, 3, 4, 5, 6, 7, 8, 9]));
  });

  test("a group is registered of partners that are, and decided member by member", async () => {
    const { ports, civil } = world();
    const group = { id: "pair", name: "Linde and Alder", members: ["linde", "alder"] };
    await registerPartner({ by: civil.head, registered: { kind: "group", group } }, ports);
    const strange = { ...group, id: "strange", members: ["linde", "nobody"] };
    await expect(
      registerPartner({ by: civil.head, registered: { kind: "group", group: strange } }, ports),
    ).rejects.toMatchObject({ code: "unknown-partner" });
    const opened = await openReport(world(), ["pair"]);
    const stated = await stateNeed(world(), opened.case);
    expect(stated.recipients).toMatchObject([{ partner: "pair", outcome: "refer" }]);
    const parts = await world().as(undefined, async (client) => {
      const { rows } = await client.query(
        "select partner, part from case_partner where case_id = $1 order by partner",
        [opened.case],
      );
      return rows as unknown[];
    });
    expect(parts).toEqual([
      { partner: "alder", part: "member" },
      { partner: "linde", part: "member" },
      { partner: "pair", part: "recipient" },
    ]);
  });

  test("a standing that changes has the cases that rest on it decided again, through a group too", async () => {
    const { ports, civil } = world();
    const by = civil.head;
    const standing = { ...world().standing("linde"), id: "aspen", ids: [] };
    await registerPartner({ by, registered: { kind: "partner", standing } }, ports);
    const group = { id: "aspens", name: "Aspen and Elm", members: ["aspen", "elm"] };
    await registerPartner({ by, registered: { kind: "group", group } }, ports);
    const alone = await openReport(world(), ["aspen"]);
    const together = await openReport(world(), ["aspens"]);
    for (const { case: id } of [alone, together]) await stateNeed(world(), id);
    const { note: _, ...bare } = standing;
    const changed = { ...bare, relation: false };
    await recordStanding({ by, registered: { kind: "partner", standing: changed } }, ports);
    expect(await passDays(world().now, ports)).toEqual({ decided: 2, failed: [] });
    for (const { case: id } of [alone, together]) {
      const row = await outcomeOf(id);
      expect(row).toEqual({ outcome: "withhold", cleared: false });
    }
    expect(await passDays(world().now, ports)).toEqual({ decided: 0, failed: [] });
    // Nor does one that changes nothing leave them to be decided for ever.
    await recordStanding({ by, registered: { kind: "partner", standing: changed } }, ports);
    expect(await passDays(world().now, ports)).toEqual({ decided: 2, failed: [] });
    expect(await passDays(world().now, ports)).toEqual({ decided: 0, failed: [] });
  });

  test("own services are described once, by an administrator, and get more ids later", async () => {
    const { ports, administrator, civil } = world();
    const service = { by: administrator, service: "lowland", country: "NL", ids: ["new-id"] };
    await describeService(service, ports);
    const found = (await ports.register.services()).find(({ own }) => own.id === "lowland");
    expect(found?.own.ids).toContain("new-id");
    expect(found?.minister).toBe("Interior");
    const services = await ports.register.services();
    expect(services.map(({ kind, minister }) => [kind, minister])).toEqual([
      ["civil", "Interior"],
      ["military", "Defence"],
    ]);
    await expect(describeService({ ...service, country: "BE" }, ports)).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(describeService({ ...service, by: civil.head }, ports)).rejects.toMatchObject({
      code: "not-allowed",
    });
  });
});

describe("an item", () => {
  test("is kept encrypted, and the same bytes are the same item", async () => {
    const { ports, civil, site } = world();
    const secret = "The name of the source is Vermeulen.";
    const bytes = new TextEncoder().encode(`TLP:AMBER\n${secret}\n`);
    const submitted = { by: civil.officer, name: "source.txt", bytes };
    const first = await submitItem(submitted, ports);
    const again = await submitItem({ ...submitted, name: "copy.txt" }, ports);
    expect(first.isNew).toBe(true);
    expect(again).toEqual({ ...first, isNew: false });
    expect(Buffer.from((await ports.items.bytes(first.item)) ?? []).equals(bytes)).toBe(true);
    expect(first.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    const kept = await site.store
      .as("app")
      .read(async ({ select }) => select.selectFrom("content").select("body").execute());
    const all = kept.map(({ body }) => Buffer.from(body ?? []).toString("latin1")).join();
    expect(all).not.toContain("Vermeulen");
    const about = (await world().entries()).filter(({ body }) => body["item"] === first.item);
    expect(about.map(({ kind }) => kind)).toEqual(["item"]);
  });

  test("that is large is a file, encrypted too", async () => {
    const { ports, civil, home } = world();
    const line = "Vanderbilt was seen at the harbour again.\n";
    const bytes = new TextEncoder().encode(`TLP:AMBER\n${line.repeat(4_000)}`);
    const { item } = await submitItem({ by: civil.officer, name: "long.txt", bytes }, ports);
    const files = await readdir(join(home, "content"), { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map(async (file) => (await readFile(join(file.parentPath, file.name))).toString("latin1")),
    );
    expect(texts.some((text) => text.length > bytes.length)).toBe(true);
    expect(texts.join()).not.toContain("Vanderbilt");
    expect(Buffer.from((await ports.items.bytes(item)) ?? []).equals(bytes)).toBe(true);
  });

  test.each([
    ["broken JSON", "x.json", "{"],
    ["duplicate keys", "x.json", '{"type":"bundle","type":"bundle"}'],
    ["JSON that is no item", "x.json", "{}"],
  ])("with %s is refused, and nothing of it is kept", async (_, name, text) => {
    const { ports, civil } = world();
    const bytes = new TextEncoder().encode(text);
    const before = await world().entries();
    await expect(submitItem({ by: civil.officer, name, bytes }, ports)).rejects.toMatchObject({
      name: "Refusal",
    });
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(await ports.items.findBytes(sha256)).toBeUndefined();
    expect(await world().entries()).toHaveLength(before.length);
  });

  test("about which contradicting things are stated is refused whole", async () => {
    const { ports, civil } = world();
    const bytes = new TextEncoder().encode("TLP:GREEN\nA note.\n");
    const stated = [{ facts: { personal: false } }, { facts: { personal: true } }];
    await expect(
      submitItem({ by: civil.officer, name: "note.txt", bytes, stated }, ports),
    ).rejects.toMatchObject({ code: "contradiction" });
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(await ports.items.findBytes(sha256)).toBeUndefined();
  });

  test("of which more is stated is another version, and its cases are decided again at once", async () => {
    const { ports, civil } = world();
    const bytes = new TextEncoder().encode("TLP:GREEN\nMail is read at ministries, again.\n");
    const { item } = await submitItem({ by: civil.officer, name: "more.txt", bytes }, ports);
    const opened = await openReport(world(), ["linde"], { item });
    const before = await outcomeOf(opened.case);
    expect(before.outcome).not.toBe("release-with-caveats");
    const facts = { ...PLAIN, concerns: ["XL"], subjectKnown: true, originators: ["lowland"] };
    const stated = [{ facts: { ...facts, originatorsKnown: true, classification: "none" } }];
    expect(await stateFacts({ by: civil.officer, item, stated, persons: [] }, ports)).toBe(2);
    const after = await stateNeed(world(), opened.case);
    expect(after.outcome).toBe("release-with-caveats");
    const kinds = (await world().entries())
      .filter(({ body }) => body["item"] === item)
      .map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "item-version")).toHaveLength(1);
    await expect(
      stateFacts({ by: civil.officer, item, stated: [{ facts: { evaluated: false } }] }, ports),
    ).rejects.toMatchObject({ code: "contradiction" });
  });

  test("of which something is stated while cases on it are opened leaves none decided on less", async () => {
    const { ports, civil } = world();
    const bytes = new TextEncoder().encode(`TLP:GREEN\nOpened meanwhile: ${randomUUID()}\n`);
    const by = civil.officer;
    const { item } = await submitItem({ by, name: "busy.txt", bytes }, ports);
    for (let round = 0; round < 8; round += 1) {
      const stated = [{ facts: { topics: [`topic-${round}`] } }];
      await Promise.all([
        openReport(world(), ["linde"], { item }),
        stateFacts({ by, item, stated }, ports),
        openReport(world(), ["elm"], { item }),
      ]);
    }
    const behind = await world().as("auditor", async (client) => {
      const { rows } = await client.query(
        `select case_file.id from case_file join item on item.id = item
         where item.id = $1 and (item_version <> version or recheck)`,
        [item],
      );
      return rows.length;
    });
    expect(behind).toBe(0);
  });

  test("submitted by many at the same instant is one item", async () => {
    const { ports, civil } = world();
    const bytes = new TextEncoder().encode(`TLP:GREEN\nSent by all: ${randomUUID()}\n`);
    const by = civil.officer;
    const sent = await Promise.all(
      Array.from({ length: 8 }, () => submitItem({ by, name: "all.txt", bytes }, ports)),
    );
    expect(new Set(sent.map(({ item }) => item)).size).toBe(1);
    expect(sent.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  test("is handed in by the desk, never by an administrator or a stranger", async () => {
    const { ports, administrator } = world();
    const bytes = await world().item(REPORT);
    for (const by of [administrator, randomUUID(), "nobody"]) {
      await expect(submitItem({ by, name: REPORT, bytes }, ports)).rejects.toMatchObject({
        code: "not-allowed",
      });
    }
  });
});

describe("a step that names what is not there is refused", () => {
  test("a partner, a measure, an item, a case", async () => {
    const { officer } = world().civil;
    await expect(openReport(world(), ["nobody"])).rejects.toMatchObject({
      code: "unknown-partner",
    });
    await expect(openReport(world(), [])).rejects.toMatchObject({ code: "not-allowed" });
    await expect(openReport(world(), ["linde", "linde"])).rejects.toMatchObject({
      code: "not-allowed",
    });
    await expect(openReport(world(), ["linde"], { item: randomUUID() })).rejects.toMatchObject({
      code: "not-found",
    });
    const item = await submitReport(world());
    const { case: id } = await openReport(world(), ["linde"], { item });
    await expect(step(world(), id, officer, state("state:nothing"))).rejects.toMatchObject({
      code: "unknown-measure",
    });
    await expect(decideCase(randomUUID(), world().ports)).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(decideCase("nothing", world().ports)).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

async function outcomeOf(id: string): Promise<{ outcome: string; cleared: boolean }> {
  return world().as(undefined, async (client) => {
    const { rows } = await client.query<{ outcome: string; clearance: string | null }>(
      `select outcome, clearance from case_file
       left join case_clearance on case_id = id where id = $1`,
      [id],
    );
    return { outcome: rows[0]?.outcome ?? "", cleared: rows[0]?.clearance !== null };
  });
}
