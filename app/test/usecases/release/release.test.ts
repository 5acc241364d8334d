import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Act } from "../../../src/core/casework/act.ts";
import { leavingObjection, MOST_COPIES } from "../../../src/core/casework/leaving.ts";
import type { Medium } from "../../../src/core/release/copy.ts";
import { recordStanding } from "../../../src/usecases/cases/partners/register-partner.ts";
import type { ReleasePorts } from "../../../src/usecases/release/ports.ts";
import { previewCopy } from "../../../src/usecases/release/preview-copy.ts";
import { prepareCopy } from "../../../src/usecases/release/prepare-copy.ts";
import { releaseCase } from "../../../src/usecases/release/release-case.ts";
import {
  approve,
  openReport,
  state,
  stateNeed,
  step,
  submitReport,
  view,
} from "../cases/support/drive.ts";
import { useWorld } from "../cases/support/world.ts";
import { PLAN, placeAt, prepared, ready, released, releasePorts } from "./support/release-world.ts";

const world = useWorld();

const LEAVES = {
  recipient: "linde",
  partner: "linde",
  medium: "taxii",
  sha256: "0".repeat(64),
} as const;

/** Ports to which a case has these acts too. */
function having(more: readonly Act[]): ReleasePorts {
  const ports = releasePorts(world());
  const gather: ReleasePorts["cases"]["gather"] = async (...asked) => {
    const found = await ports.cases.gather(...asked);
    return found === undefined || found.acts === undefined
      ? found
      : { ...found, acts: [...found.acts, ...more] };
  };
  return { ...ports, cases: { ...ports.cases, gather } };
}

function releasing(id: string, more: object = {}) {
  return releaseCase({ case: id, by: world().civil.officer, ...more }, releasePorts(world()));
}

describe("a copy", () => {
  test("is kept with its exact bytes, which the manifest names and the preview shows", async () => {
    const { case: id } = await openReport(world(), ["linde"]);
    const before = await view(world(), id, world().civil.officer);
    const made = await prepared(world(), id, "linde");
    const { manifest, manifestHash, state } = await view(world(), id, world().civil.officer);
    expect(manifest.recipients[0]?.copies).toEqual([
      {
        partner: "linde",
        medium: "taxii",
        collection: await placeAt(world(), "linde"),
        act: made.act,
        sha256: made.sha256,
      },
    ]);
    expect(manifestHash).not.toBe(before.manifestHash);
    expect(state.copies.map(({ caveats }) => caveats)).toEqual([made.caveats]);
    expect(made.caveats).toEqual(expect.arrayContaining(["onward-ban"]));
    const asked = { case: id, copy: made.act, by: world().civil.head };
    const shown = await previewCopy(asked, releasePorts(world()));
    expect(shown).toMatchObject({ sha256: made.sha256, partner: "linde", medium: "taxii" });
    expect(new TextDecoder().decode(shown.bytes)).toContain("Do not pass this on");
    expect(shown.difference.lines).toHaveLength(1);
  });

  test("is encrypted: its bytes stand nowhere in the database", async () => {
    const { case: id } = await openReport(world(), ["linde"]);
    const { act } = await prepared(world(), id, "linde");
    const [kept] = await world().as(undefined, async (client) => {
      const sql = "select c.body from copy join content c on c.hash = copy.content where act = $1";
      return (await client.query<{ body: Buffer }>(sql, [act])).rows;
    });
    expect(kept?.body.includes("onward")).toBe(false);
    expect(kept?.body.includes("report")).toBe(false);
  });

  test("is not made where something that was removed, or another recipient, is in it", async () => {
    const { case: id } = await openReport(world(), ["linde", "alder"]);
    const collection = await placeAt(world(), "linde");
    const asked = {
      case: id,
      by: world().civil.officer,
      recipient: "linde",
      collection,
      plan: PLAN,
    };
    const leaky = releasePorts(world(), {
      makeCopy: async (...given) => {
        const copy = await releasePorts(world()).makeCopy(...given);
        return { ...copy, removed: [{ text: "Pass This On", kind: "word", place: "line 1" }] };
      },
    });
    await expect(prepareCopy(asked, leaky)).rejects.toMatchObject({
      code: "residue",
      message: expect.stringContaining("its text: word") as string,
    });
    const alder = world().standing("alder").name;
    const naming = releasePorts(world(), {
      makeCopy: async (...given) => {
        const copy = await releasePorts(world()).makeCopy(...given);
        const bytes = new TextEncoder().encode(
          new TextDecoder().decode(copy.bytes).replace("Do not pass", `${alder}: do not pass`),
        );
        return { ...copy, bytes };
      },
    });
    await expect(prepareCopy(asked, naming)).rejects.toMatchObject({ code: "residue" });
    expect((await view(world(), id, world().civil.officer)).state.copies).toEqual([]);
  });

  test("is made by the desk, for a recipient, at a place of that partner, for who needs to know", async () => {
    const { case: id } = await openReport(world(), ["linde"]);
    const collection = await placeAt(world(), "linde");
    const elsewhere = await placeAt(world(), "alder");
    const asked = {
      case: id,
      by: world().civil.officer,
      recipient: "linde",
      collection,
      plan: PLAN,
    };
    const ports = releasePorts(world());
    for (const change of [{ collection: elsewhere }, { collection: randomUUID() }]) {
      await expect(prepareCopy({ ...asked, ...change }, ports)).rejects.toMatchObject({
        code: "not-found",
        message: expect.stringContaining("no such place") as string,
      });
    }
    const other = { recipient: "alder", collection: elsewhere };
    await expect(prepareCopy({ ...asked, ...other }, ports)).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(
      prepareCopy({ ...asked, by: world().civil.outsider }, ports),
    ).rejects.toMatchObject({ code: "not-found" });
    expect((await view(world(), id, world().civil.officer)).acts).toBe(1);
  });

  test("is shown to nobody without need to know, nor under another case", async () => {
    const { case: id } = await openReport(world(), ["linde"]);
    const { act } = await prepared(world(), id, "linde");
    const other = await openReport(world(), ["linde"]);
    const ports = releasePorts(world());
    for (const asked of [
      { case: id, copy: act, by: world().civil.outsider },
      { case: other.case, copy: act, by: world().civil.officer },
      { case: id, copy: randomUUID(), by: world().civil.officer },
    ]) {
      await expect(previewCopy(asked, ports)).rejects.toMatchObject({ code: "not-found" });
    }
  });
});

describe("a release", () => {
  test("is one act with one entry, on the clearance that held, and says which bytes went where", async () => {
    const id = await ready(world(), ["linde"]);
    const release = randomUUID();
    const outcome = await releasing(id, { id: release });
    const { clearance, state } = await view(world(), id, world().civil.officer);
    expect(outcome.clearance).toBe(clearance?.id);
    const kept = await releasePorts(world()).releases.release(release);
    expect(kept).toMatchObject({
      case: id,
      clearance: clearance?.id,
      manifest: clearance?.manifest,
    });
    expect(kept?.copies.map(({ partner, sha256 }) => [partner, sha256])).toEqual([
      ["linde", state.copies[0]?.sha256],
    ]);
    const entries = (await world().entries()).filter(({ id: one }) => one === release);
    expect(entries.map(({ kind }) => kind)).toEqual(["case-release"]);
    expect(entries[0]?.body).toMatchObject({
      recipients: ["linde"],
      copies: [state.copies[0]?.sha256],
    });
    await expect(releasing(id)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("no copy that was prepared waits") as string,
    });
    await releasing(id, { id: release });
    expect((await world().kinds(id))["case-release"]).toBe(1);
  });

  test("is decided at its moment: not after a standing has changed, though it was cleared", async () => {
    const id = await ready(world(), ["linde"]);
    expect((await view(world(), id, world().civil.officer)).objection).toBeUndefined();
    const standing = world().standing("linde");
    const without = { ...standing, relation: false };
    const by = world().civil.head;
    await recordStanding({ by, registered: { kind: "partner", standing: without } }, world().ports);
    await expect(releasing(id)).rejects.toMatchObject({ code: "not-allowed" });
    await recordStanding({ by, registered: { kind: "partner", standing } }, world().ports);
    expect(await world().kinds(id)).not.toHaveProperty("case-release");
    await releasing(id);
    expect((await world().kinds(id))["case-release"]).toBe(1);
  });

  test("waits for approvals of exactly these bytes", async () => {
    const { head, assessor } = world().civil;
    const { case: id } = await openReport(world(), ["alder"]);
    await stateNeed(world(), id);
    await approve(world(), id, head, "head");
    await approve(world(), id, assessor, "second-assessor");
    await prepared(world(), id, "alder");
    await expect(releasing(id)).rejects.toMatchObject({
      message: expect.stringContaining("alder: refer") as string,
    });
    await approve(world(), id, head, "head");
    await approve(world(), id, assessor, "second-assessor");
    await prepared(world(), id, "alder");
    await expect(releasing(id)).rejects.toMatchObject({ code: "not-allowed" });
    await approve(world(), id, head, "head");
    await approve(world(), id, assessor, "second-assessor");
    expect(await releasing(id)).toMatchObject({ outcome: "release-with-caveats" });
  });

  test("asked for by several at once leaves once, whatever else is done at the same moment", async () => {
    const id = await ready(world(), ["linde"]);
    const asked = [1, 2, 3, 4].map(() => releasing(id));
    const others = [
      prepared(world(), id, "linde"),
      step(world(), id, world().civil.officer, state("state:necessity")),
    ];
    const results = await Promise.allSettled([...asked, ...others]);
    const left = results.slice(0, 4).filter(({ status }) => status === "fulfilled").length;
    const { state: found } = await view(world(), id, world().civil.officer);
    expect(found.releases).toHaveLength(left);
    const copies = found.releases.flatMap((one) => one.copies.map(({ act }) => act));
    expect(new Set(copies).size).toBe(copies.length);
    expect([1, 2]).toContain(left);
    expect((await world().kinds(id))["case-release"]).toBe(left);
  });

  test("to several holds all while one has no copy", async () => {
    const { case: id } = await openReport(world(), ["linde", "elm"]);
    await stateNeed(world(), id);
    await prepared(world(), id, "linde");
    await expect(releasing(id)).rejects.toMatchObject({ code: "not-allowed" });
    expect(await world().kinds(id)).not.toHaveProperty("case-release");
  });

  test("of more copies than one takes says how many there are, and how they leave", async () => {
    const id = await ready(world(), ["linde"]);
    const { state: found } = await view(world(), id, world().civil.officer);
    const [one] = found.copies;
    if (one === undefined) throw new Error("a copy was prepared");
    const copiesFor = (partners: number, medium: Medium): readonly Act[] =>
      Array.from({ length: partners }, (_, i) => {
        const other = { partner: `member-${i}`, medium };
        return { ...one, ...other, id: randomUUID(), collection: randomUUID() };
      });
    const refused = (more: readonly Act[]): Promise<unknown> =>
      releaseCase({ case: id, by: world().civil.officer }, having(more)).catch(
        (error: unknown) => error,
      );
    const [taxii, files] = [copiesFor(150, "taxii"), copiesFor(50, "package")];
    expect(await refused([...taxii, ...files])).toMatchObject({
      code: "not-allowed",
      message: `case ${id}: 201 copies wait to leave, and one release takes 200 at most; release them in parts: name the copies, in the first part one for each partner`,
    });
    expect(await refused(copiesFor(200, "taxii"))).toMatchObject({
      message: expect.stringContaining("; open several cases instead, each for fewer") as string,
    });
    // One less, and it is looked at for everything else.
    expect(await refused(copiesFor(199, "taxii"))).toMatchObject({
      message: expect.stringContaining("member-0 is not among the recipients") as string,
    });
    expect(await world().kinds(id)).not.toHaveProperty("case-release");
  });

  test("takes as many copies as the rules of a case let it", async () => {
    const id = await ready(world(), ["linde"]);
    const { state: found } = await view(world(), id, world().civil.officer);
    const mark = { id: randomUUID(), by: world().civil.officer, at: world().ports.now() };
    const objection = (count: number): string | undefined => {
      const places = Array.from({ length: count }, () => ({ collection: randomUUID() }));
      const copies = places.map((place) => ({ ...place, act: mark.id, ...LEAVES }));
      return leavingObjection({ ...mark, kind: "release", copies }, found);
    };
    expect(objection(MOST_COPIES + 1)).toContain(`more than ${MOST_COPIES} copies`);
    expect(objection(MOST_COPIES)).toContain("is not the newest that was prepared");
  });

  test("of what may be about a person is no program's", async () => {
    const bytes = new TextEncoder().encode(`{"name":"${randomUUID()}"} TLP:GREEN\n`);
    const item = await submitReport(world(), { bytes, name: "note.txt", stated: [] });
    const { case: id } = await openReport(world(), ["linde"], { item });
    await stateNeed(world(), id);
    await prepared(world(), id, "linde");
    await expect(releasing(id, { machine: true })).rejects.toMatchObject({ code: "not-allowed" });
  });

  test("is refused where what counted as taken out is in the copy, for a partner that may hold less now", async () => {
    const { case: id } = await openReport(world(), ["linde"]);
    await stateNeed(world(), id);
    const plan = {
      name: "what is above goes",
      steps: [{ step: "honour-markings" as const, most: "TLP:RED" }],
    };
    const made = await prepared(world(), id, "linde", { plan });
    expect(made.aspects).toContain("controlled");
    const ports = releasePorts(world(), {
      // Read again at the release, it is found to leave the partner out.
      readItem: (bytes, name) =>
        name === "taxii.json"
          ? world().ports.readItem(new TextEncoder().encode("SECRET//NOFORN\n"), "a.txt")
          : world().ports.readItem(bytes, name),
    });
    await expect(releaseCase({ case: id, by: world().civil.officer }, ports)).rejects.toMatchObject(
      {
        code: "not-allowed",
        message: expect.stringContaining("prepare the copy anew") as string,
      },
    );
    await releasing(id);
  });

  test("cannot be written past the use case: the database refuses another copy, case or clearance", async () => {
    const { release, case: id } = await released(world(), ["linde"]);
    const other = await ready(world(), ["linde"]);
    const act = randomUUID();
    await world().as("app", async (client) => {
      const [row] = (await client.query("select * from release where id = $1", [release])).rows as {
        clearance: string;
        manifest: Buffer;
      }[];
      const insert =
        "insert into release (id, case_id, manifest, clearance, at) values ($1, $2, $3, $4, now())";
      const values = [act, other, row?.manifest, row?.clearance];
      await expect(client.query(insert, values)).rejects.toMatchObject({ code: "23503" });
      const none = [randomUUID(), id, row?.manifest, row?.clearance];
      await expect(client.query(insert, none)).rejects.toMatchObject({ code: "23503" });
    });
  });
});
