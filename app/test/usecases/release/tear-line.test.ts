import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { sealedOf } from "../../../src/store/log/sealed-values.ts";
import { readItem } from "../../../src/usecases/cases/items/read-item.ts";
import { searchPerson } from "../../../src/usecases/cases/redress/search-person.ts";
import { stateFacts } from "../../../src/usecases/cases/items/state-facts.ts";
import {
  createCollection,
  endCredential,
  issueCredential,
  listCollections,
  listCredentials,
} from "../../../src/usecases/release/collections.ts";
import { makeTearLine } from "../../../src/usecases/release/make-tear-line.ts";
import { prepareCopy } from "../../../src/usecases/release/prepare-copy.ts";
import { keepProfile, listProfiles } from "../../../src/usecases/release/profiles.ts";
import { releaseCase } from "../../../src/usecases/release/release-case.ts";
import { openReport, stateNeed, submitReport, view } from "../cases/support/drive.ts";
import { useWorld } from "../cases/support/world.ts";
import { PLAN, placeAt, prepared, released, releasePorts } from "./support/release-world.ts";

const world = useWorld();
const REMOVED = { name: "without the title", steps: [] };

describe("a group", () => {
  test("gets a copy for each member, and the weakest member decides for all", async () => {
    const { groups } = world().scenario;
    const group = groups.find(({ members }) => members.includes("linde"));
    const id = group?.id ?? "";
    const { case: ofGroup } = await openReport(world(), [id]);
    await stateNeed(world(), ofGroup);
    const by = world().civil.officer;
    const collection = await placeAt(world(), "linde");
    const forGroup = { case: ofGroup, by, recipient: id, collection, plan: PLAN };
    await expect(prepareCopy(forGroup, releasePorts(world()))).rejects.toMatchObject({
      code: "not-found",
    });
    for (const partner of group?.members ?? []) await prepared(world(), ofGroup, id, { partner });
    const { manifest, objection } = await view(world(), ofGroup, by);
    expect(manifest.recipients[0]?.copies?.map(({ partner }) => partner)).toEqual(
      group?.members.toSorted(),
    );
    expect(objection).toBeDefined();
    await expect(releaseCase({ case: ofGroup, by }, releasePorts(world()))).rejects.toMatchObject({
      code: "not-allowed",
      message: expect.stringMatching(
        /open a case for each member alone, or make a tear line/,
      ) as string,
    });
  });
});

describe("a tear line", () => {
  test("is an item of its own that says what it was made from, and is decided on its own", async () => {
    const { officer, head } = world().civil;
    const item = await submitReport(world());
    const { case: id } = await openReport(world(), ["linde"], { item });
    const made = await makeTearLine(
      { case: id, by: officer, plan: REMOVED },
      releasePorts(world()),
    );
    expect(made).toMatchObject({ isNew: true });
    const known = await readItem(made.item, head, world().ports);
    const parent = await readItem(item, head, world().ports);
    expect(known.content?.parent).toEqual({ item, sha256: parent.sha256, plan: REMOVED });
    expect(known.facts.flags).toMatchObject({ personal: false, evaluated: true });
    expect(known.facts.sets.originators).toEqual(
      expect.arrayContaining([...(parent.facts.sets.originators ?? [])]),
    );
    const entry = (await world().entries()).find((one) => one.id === made.item);
    expect(entry?.body).toMatchObject({ item: made.item, parent: item });
    const other = await openReport(world(), ["linde"], { item: made.item });
    await stateNeed(world(), other.case);
    const { manifest } = await view(world(), other.case, officer);
    expect(manifest.item.id).toBe(made.item);
    await stateFacts(
      { by: officer, item: made.item, stated: [{ facts: { ageStated: true } }] },
      world().ports,
    );
    expect((await readItem(made.item, head, world().ports)).content?.parent?.item).toBe(item);
  });

  test("knows nothing of persons once they were removed, until somebody states it", async () => {
    const { officer, head } = world().civil;
    const { case: id } = await openReport(world(), ["linde"]);
    const plan = { name: "no persons", steps: [{ step: "remove-persons" as const }] };
    const ports = releasePorts(world());
    world().now = world().now.replace(/\.\d{3}Z/, ".555Z");
    const made = await makeTearLine({ case: id, by: officer, plan }, ports);
    const known = await readItem(made.item, head, ports);
    expect(known.facts.flags.personal).not.toBe(false);
    world().now = world().now.replace(/\.\d{3}Z/, ".777Z");
    const stated = [{ facts: { personal: false }, evidence: "Read in full" }];
    const again = await makeTearLine({ case: id, by: officer, plan, stated }, ports);
    expect((await readItem(again.item, head, ports)).facts.flags.personal).toBe(false);
  });

  test("is not made where something that was removed is in it all the same", async () => {
    const { case: id } = await openReport(world(), ["linde"]);
    const asked = { case: id, by: world().civil.officer, plan: REMOVED };
    const before = (await world().entries()).length;
    const leaky = releasePorts(world(), {
      makeCopy: async (...given) => {
        const copy = await releasePorts(world()).makeCopy(...given);
        return { ...copy, removed: [{ text: "published", kind: "word", place: "line 1" }] };
      },
    });
    await expect(makeTearLine(asked, leaky)).rejects.toMatchObject({ code: "residue" });
    expect((await world().entries()).length).toBe(before);
  });

  test("is made by somebody of the desk who needs to know the case", async () => {
    const { case: id } = await openReport(world(), ["linde"]);
    const asked = { case: id, by: world().civil.outsider, plan: REMOVED };
    await expect(makeTearLine(asked, releasePorts(world()))).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("a place at a partner", () => {
  test("is made by who keeps the register, under a name of its own, for one partner", async () => {
    const ports = releasePorts(world());
    const { head, legal, officer } = world().civil;
    const place = {
      partner: "medlar",
      alias: "reports",
      title: "Reports",
      medium: "taxii" as const,
      canWrite: false,
    };
    const made = await createCollection(place, { id: randomUUID(), by: head }, ports);
    const as = (by: string) => ({ id: randomUUID(), by });
    await expect(createCollection(place, as(head), ports)).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(createCollection(place, as(legal), ports)).rejects.toMatchObject({
      code: "not-allowed",
    });
    const group = world().scenario.groups[0]?.id ?? "";
    for (const partner of [group, "nobody"]) {
      await expect(createCollection({ ...place, partner }, as(head), ports)).rejects.toMatchObject({
        code: "not-found",
      });
    }
    expect(await listCollections("medlar", officer, ports)).toEqual([made]);
  });

  test("is opened with a secret that is shown once, until it ends", async () => {
    const ports = releasePorts(world());
    const { head, legal } = world().civil;
    const asked = { partner: "medlar", addresses: [], until: "2027-11-01T00:00:00.000Z" };
    const id = randomUUID();
    const issued = await issueCredential(asked, { id, by: head }, ports);
    expect(issued.secret?.length).toBeGreaterThan(40);
    const second = await issueCredential(
      { ...asked, certificate: new Uint8Array(32).fill(9) },
      { id: randomUUID(), by: head },
      ports,
    );
    expect(second.root).toBe(issued.root);
    expect(second).not.toHaveProperty("secret");
    const text = JSON.stringify(await world().entries());
    expect(text).not.toContain(issued.secret);
    const mark = { id: randomUUID(), by: head };
    for (const change of [
      { until: "2029-01-01T00:00:00.000Z" },
      { until: "2026-01-01T00:00:00.000Z" },
      { until: "never" },
      { certificate: new Uint8Array(20) },
    ]) {
      await expect(issueCredential({ ...asked, ...change }, mark, ports)).rejects.toMatchObject({
        code: "bad-input",
      });
    }
    await expect(issueCredential(asked, { ...mark, by: legal }, ports)).rejects.toMatchObject({
      code: "not-allowed",
    });
    await endCredential(id, mark, ports);
    await expect(endCredential(id, { id: randomUUID(), by: head }, ports)).rejects.toMatchObject({
      code: "not-found",
    });
    const listed = await listCredentials("medlar", head, ports);
    expect(listed.map((one) => `${one.kind} ${one.isEnded}`).toSorted()).toEqual([
      "certificate false",
      "secret true",
    ]);
  });
});

describe("a profile", () => {
  test("is kept for a partner and topic, version by version, its words sealed", async () => {
    const ports = releasePorts(world());
    const { officer } = world().civil;
    const plan = {
      name: "malware for linde",
      steps: [{ step: "remove-words" as const, words: ["Mrs Example"], with: "…" }],
    };
    const about = { partner: "linde", topic: "malware" };
    const by = { by: officer };
    await keepProfile({ ...about, plan: PLAN }, by, ports);
    const kept = await keepProfile({ ...about, plan }, by, ports);
    expect(kept).toMatchObject({ ...about, number: 2, plan, by: officer });
    expect(await listProfiles("linde", officer, ports)).toEqual([kept]);
    const entry = (await world().entries()).find((one) => one.id === kept.id);
    expect(entry?.body).toMatchObject({ ...about, number: 2, by: officer });
    expect(entry?.body).not.toHaveProperty("machine");
    expect(JSON.stringify(entry)).not.toContain("Example");
    const sealed = await world()
      .site.store.as("app")
      .read((reader) => sealedOf(reader, kept.id));
    expect(sealed).toHaveLength(1);
    for (const [wrong, code] of [
      [{ ...about, topic: "Not a code" }, "bad-input"],
      [{ ...about, partner: "nobody" }, "not-found"],
    ] as const) {
      await expect(keepProfile({ ...wrong, plan }, by, ports)).rejects.toMatchObject({ code });
    }
  });

  test("that a program keeps says so in the ledger", async () => {
    const ports = releasePorts(world());
    const who = { by: world().civil.officer, machine: true } as const;
    const about = { partner: "linde", topic: "by-a-program" };
    const kept = await keepProfile({ ...about, plan: PLAN }, who, ports);
    const entry = (await world().entries()).find((one) => one.id === kept.id);
    expect(entry?.body).toMatchObject({ ...about, by: who.by, machine: true });
  });
});

describe("redress", () => {
  test("names to whom something about a person was really released", async () => {
    const who = { names: ["Ada Released"], numbers: [] };
    const item = await submitReport(world(), { persons: [who] });
    const { case: id } = await openReport(world(), ["linde"], { item });
    const before = await searchPerson(who, world().civil.legal, releasePorts(world()));
    expect(before.released).toEqual([]);
    await stateNeed(world(), id);
    await prepared(world(), id, "linde");
    await releaseCase({ case: id, by: world().civil.officer }, releasePorts(world()));
    const found = await searchPerson(who, world().civil.legal, releasePorts(world()));
    expect(found.released).toEqual([
      expect.objectContaining({ item, case: id, partner: "linde", medium: "taxii" }),
    ]);
    expect((await released(world(), ["linde"])).case).not.toBe(id);
  });
});
