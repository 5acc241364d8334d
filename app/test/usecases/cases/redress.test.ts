import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addDays } from "../../../src/core/day.ts";
import { decideNow } from "../../../src/usecases/cases/deciding/decide-now.ts";
import { fulfilDuty } from "../../../src/usecases/cases/duties/fulfil-duty.ts";
import { endHold, holdDeletion } from "../../../src/usecases/cases/redress/hold-deletion.ts";
import { listDuties } from "../../../src/usecases/cases/duties/list-duties.ts";
import {
  orderCorrection,
  orderDeletion,
} from "../../../src/usecases/cases/redress/order-deletion.ts";
import { passDays } from "../../../src/usecases/cases/deciding/pass-days.ts";
import {
  textsOf,
  type PersonDescription,
} from "../../../src/usecases/cases/redress/person-text.ts";
import { readCase } from "../../../src/usecases/cases/read-case.ts";
import { searchPerson } from "../../../src/usecases/cases/redress/search-person.ts";
import { submitItem } from "../../../src/usecases/cases/items/submit-item.ts";
import { openReport, PLAIN, REPORT, state, stateNeed, step } from "./support/drive.ts";
import { useWorld } from "./support/world.ts";

const world = useWorld();

const ANNA: PersonDescription = {
  names: ["Anna Müller-Lüdenscheidt"],
  numbers: [{ kind: "passport", value: "C01X-00 T47" }],
};

/** An item about a person, in the words of the scenario's report so that it is decided like it. */
async function itemAbout(person: PersonDescription, salt: string): Promise<string> {
  const text = (await world().item(REPORT)).toString();
  const bytes = new TextEncoder().encode(`${text}\n${" ".repeat(salt.length)}`);
  const { item } = await submitItem(
    {
      by: world().civil.officer,
      name: REPORT,
      bytes,
      stated: [{ facts: PLAIN, evidence: `Sheet ${salt}` }],
      persons: [person],
    },
    world().ports,
  );
  return item;
}

describe("the same person is found however the name or number is written", () => {
  test.each([
    [ANNA, { names: ["MULLER LUDENSCHEIDT, ANNA"], numbers: [] }],
    [ANNA, { names: [], numbers: [{ kind: "Passport", value: "c01x00t47" }] }],
    [
      { names: ["José  García"], numbers: [] },
      { names: ["garcia jose"], numbers: [] },
    ],
    [
      { names: [], numbers: [{ kind: "mail", value: "A.B@Example.org" }] },
      { names: [], numbers: [{ kind: "mail", value: "a.b@example.org" }] },
    ],
  ])("%j is %j", (one, other) => {
    const texts = textsOf(one);
    expect(textsOf(other).some((text) => texts.includes(text))).toBe(true);
  });

  test("and somebody else is not", () => {
    const texts = textsOf(ANNA);
    const others = [
      { names: ["Anna Müller"], numbers: [{ kind: "passport", value: "C01X00T48" }] },
      { names: [], numbers: [{ kind: "telephone", value: "C01X00T47" }] },
      { names: ["", " "], numbers: [{ kind: "passport", value: "--" }] },
    ];
    for (const other of others) {
      expect(textsOf(other).some((text) => texts.includes(text))).toBe(false);
    }
  });
});

describe("the search by person", () => {
  test("shows what about the person went to whom, in items and in words of cases, and is noted", async () => {
    const { ports, civil } = world();
    const person = { names: ["Bea Berg"], numbers: [] };
    const item = await itemAbout(person, "a");
    const about = await openReport(world(), ["linde", "elm"], { item });
    await stateNeed(world(), about.case);
    const held = await openReport(world(), ["alder"], { item });
    const words = await openReport(world(), ["elm"]);
    await step(world(), words.case, civil.officer, state("state:necessity"), { persons: [person] });
    const found = await searchPerson(person, civil.legal, ports);
    expect(found.items.map((one) => one.item)).toEqual([item]);
    expect(found.cases.map((one) => one.case).toSorted()).toEqual(
      [about.case, held.case, words.case].toSorted(),
    );
    const row = found.cases.find((one) => one.case === about.case);
    expect(row).toMatchObject({ recipients: ["elm", "linde"], wasCleared: true, item });
    expect(found.cases.find((one) => one.case === held.case)).toMatchObject({ wasCleared: false });
    const notes = await world().as(undefined, async (client) => {
      const { rows } = await client.query<{ body: Buffer }>("select body from read_pending");
      return rows.map(({ body }) => body.toString());
    });
    const noted = notes.filter((text) => text.includes('"person"'));
    expect(noted).toHaveLength(1);
    expect(noted[0]).not.toContain("Berg");
    await expect(searchPerson(person, civil.officer, ports)).rejects.toMatchObject({
      code: "not-allowed",
    });
    await expect(
      searchPerson({ names: [], numbers: [] }, civil.legal, ports),
    ).rejects.toMatchObject({ code: "bad-input" });
  });

  test("leaves no name in the database, nor a hash that can be tried without the key", async () => {
    const handles = await world().as(undefined, async (client) => {
      const { rows } = await client.query<{ handle: Buffer }>("select handle from item_mention");
      return rows.map(({ handle }) => handle.toString("hex"));
    });
    expect(handles.length).toBeGreaterThan(0);
    const { createHash } = await import("node:crypto");
    const plain = textsOf({ names: ["Bea Berg"], numbers: [] }).map((text) =>
      createHash("sha256").update(text).digest("hex"),
    );
    expect(handles).not.toContain(plain[0]);
  });
});

describe("an order of deletion", () => {
  test("waits while a complaint runs, then erases items and cases, and leaves duties towards whoever may have it", async () => {
    const { ports, civil, site } = world();
    const item = await itemAbout(ANNA, "bb");
    const cleared = await openReport(world(), ["linde", "elm"], { item });
    await stateNeed(world(), cleared.case);
    const held = await openReport(world(), ["alder"], { item });
    const order = { by: civil.legal, items: [item], basis: "wiv2017:20.2" };
    const complaint = "Complaint 2026/9: she says that none of it is true";
    const hold = await holdDeletion({ by: civil.legal, person: ANNA, complaint }, ports);
    await expect(orderDeletion(order, ports)).rejects.toMatchObject({ code: "conflict" });
    expect((await readCase(cleared.case, civil.head, ports)).kind).toBe("case");
    expect((await searchPerson(ANNA, civil.legal, ports)).holds).toEqual([hold]);
    await endHold(hold, civil.legal, ports);
    await expect(endHold(hold, civil.legal, ports)).rejects.toMatchObject({ code: "not-found" });
    const ordered = await orderDeletion(order, ports);
    expect(ordered.cases.toSorted()).toEqual([cleared.case, held.case].toSorted());
    expect(ordered.duties).toBe(2);
    for (const id of ordered.cases) {
      expect(await readCase(id, civil.head, ports)).toMatchObject({ kind: "erased" });
      await expect(decideNow(id, ports)).rejects.toMatchObject({ code: "not-found" });
    }
    expect(await ports.items.bytes(item)).toBeUndefined();
    expect((await ports.items.find(item))?.content).toBeUndefined();
    const keys = await readdir(join(site.home, "keys"));
    for (const subject of [item, ...ordered.cases]) expect(keys).not.toContain(`${subject}.key`);
    const boxes = await world().as(undefined, async (client) => {
      const { rows } = await client.query("select 1 from sealed_value where subject = any($1)", [
        [item, ...ordered.cases],
      ]);
      return rows.length;
    });
    expect(boxes).toBe(0);
    const kinds = await world().kinds();
    expect(kinds).toMatchObject({ hold: 1, "hold-end": 1, "deletion-order": 1, erasure: 3 });
    const { duties } = await listDuties({ by: civil.head }, ports);
    const about = duties.filter((one) => one.case === cleared.case);
    expect(about.map(({ id }) => id.split(" ").at(-1) ?? "").toSorted()).toEqual(["elm", "linde"]);
    for (const one of about) {
      expect(one).toMatchObject({ basis: "law", due: world().now.slice(0, 10) });
    }
    const [first] = about;
    await fulfilDuty(cleared.case, first?.id ?? "", civil.legal, ports);
    await expect(
      fulfilDuty(cleared.case, first?.id ?? "", civil.legal, ports),
    ).rejects.toMatchObject({ code: "conflict" });
    world().setDay(addDays(world().now.slice(0, 10), 1));
    await passDays(world().now, ports);
    await passDays(world().now, ports);
    expect(await world().kinds(cleared.case)).toMatchObject({
      "duties-overdue": 1,
      "duty-done": 1,
    });
    const late = await listDuties({ by: civil.head, escalated: true }, ports);
    expect(late.duties.map(({ id }) => id)).toContain(about[1]?.id);
  });

  test("of which the process was killed half-way is carried out by the next", async () => {
    const { ports, civil } = world();
    const person = { names: ["Carl Clay"], numbers: [] };
    const item = await itemAbout(person, "ccc");
    const { case: id } = await openReport(world(), ["linde"], { item });
    const order = { by: civil.legal, items: [item], basis: "order:2026-7" };
    const persons = {
      ...ports.persons,
      executeOrders: (): Promise<number> => Promise.reject(new Error("killed here")),
    };
    await expect(orderDeletion(order, { ...ports, persons })).rejects.toThrow("killed here");
    const keys = await readdir(join(world().home, "keys"));
    expect(keys).toContain(`${item}.key`);
    // From the order on nothing of it is handed out, taken further or begun.
    expect(await ports.items.bytes(item)).toBeUndefined();
    await expect(decideNow(id, ports)).rejects.toMatchObject({ code: "not-found" });
    await expect(step(world(), id, civil.officer, state("state:necessity"))).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(openReport(world(), ["linde"], { item })).rejects.toMatchObject({
      code: "not-found",
    });
    expect((await readCase(id, civil.head, ports)).kind).toBe("erased");
    expect(await ports.persons.executeOrders()).toBe(2);
    expect(await ports.persons.executeOrders()).toBe(0);
    expect(await ports.items.bytes(item)).toBeUndefined();
    const again = await orderDeletion(order, ports);
    expect(again).toMatchObject({ cases: [id] });
  });

  test("at the same instant as a complaint, steps and openings leaves nothing half-way", async () => {
    const { ports, civil } = world();
    for (let round = 0; round < 6; round += 1) {
      const person = { names: [`Fay Fox ${round}`], numbers: [] };
      const item = await itemAbout(person, `${"f".repeat(round + 8)}`);
      const { case: id } = await openReport(world(), ["linde"], { item });
      const order = { by: civil.legal, items: [item], basis: "order:2026-8" };
      const held = { by: civil.legal, person, complaint: "A complaint that runs" };
      const [ordered, hold] = await Promise.allSettled([
        orderDeletion(order, ports),
        holdDeletion(held, ports),
        step(world(), id, civil.officer, state("state:necessity")),
        openReport(world(), ["elm"], { item }),
      ]);
      expect(hold.status).toBe("fulfilled");
      const found = await searchPerson(person, civil.legal, ports);
      const states = new Set(found.cases.map(({ status }) => status));
      expect([...states]).toEqual([ordered.status === "fulfilled" ? "erased" : "open"]);
    }
  });

  test("needs the role, a code as its basis, and items that are there", async () => {
    const { ports, civil } = world();
    const item = await itemAbout({ names: ["Dora Dahl"], numbers: [] }, "dddd");
    const order = { by: civil.legal, items: [item], basis: "order:1" };
    await expect(orderDeletion({ ...order, by: civil.officer }, ports)).rejects.toMatchObject({
      code: "not-allowed",
    });
    await expect(
      orderDeletion({ ...order, basis: "because Dora asked" }, ports),
    ).rejects.toMatchObject({ code: "bad-input" });
    await expect(orderDeletion({ ...order, items: [] }, ports)).rejects.toMatchObject({
      code: "bad-input",
    });
    await expect(orderDeletion({ ...order, items: [ports.newId()] }, ports)).rejects.toMatchObject({
      code: "not-found",
    });
    expect(await ports.items.bytes(item)).toBeDefined();
  });
});

test("an order of correction erases nothing, and leaves a duty that a review fulfils", async () => {
  const { ports, civil } = world();
  const item = await itemAbout({ names: ["Emil Eck"], numbers: [] }, "eeeee");
  const { case: id } = await openReport(world(), ["linde"], { item });
  await stateNeed(world(), id);
  const words = "The date of birth is another person's";
  const ordered = await orderCorrection(
    { by: civil.legal, items: [item], basis: "wiv2017:20.2", words },
    ports,
  );
  expect(ordered).toMatchObject({ cases: [id], duties: 1 });
  const { duties } = await listDuties({ by: civil.officer }, ports);
  const duty = duties.find((one) => one.case === id)?.id ?? "";
  expect(duty).toBe(`correction ${ordered.order} linde`);
  const says = "The partner was told, and confirmed it in writing";
  const done = await step(world(), id, civil.officer, { kind: "review", duty, says });
  expect(done.duties.find((one) => one.id === duty)).toMatchObject({ done: true });
  const files = await readdir(world().home, { recursive: true, withFileTypes: true });
  const names = files.filter((file) => file.isFile() && file.name.endsWith(".key"));
  expect(names.length).toBeGreaterThan(0);
  await expect(
    readFile(join(world().home, "keys", `${item}.key`)).then((key) => key.length),
  ).resolves.toBe(32);
});
