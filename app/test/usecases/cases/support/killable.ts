// Run as a program: does some things again and again, all at the same time, in a world that another process
// has open, and says after each that it was done. It is killed at it.
//
//   node killable.ts HOME PEOPLE USE[,USE…]
import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import { decideNow } from "../../../../src/usecases/cases/deciding/decide-now.ts";
import {
  endPermission,
  grantPermission,
} from "../../../../src/usecases/cases/permissions/grant-permission.ts";
import { endHold, holdDeletion } from "../../../../src/usecases/cases/redress/hold-deletion.ts";
import { letIn } from "../../../../src/usecases/cases/let-in.ts";
import {
  orderCorrection,
  orderDeletion,
} from "../../../../src/usecases/cases/redress/order-deletion.ts";
import { passDays } from "../../../../src/usecases/cases/deciding/pass-days.ts";
import { readCase } from "../../../../src/usecases/cases/read-case.ts";
import {
  recordStanding,
  registerPartner,
} from "../../../../src/usecases/cases/partners/register-partner.ts";
import { stateFacts } from "../../../../src/usecases/cases/items/state-facts.ts";
import { submitItem } from "../../../../src/usecases/cases/items/submit-item.ts";
import { recallRelease } from "../../../../src/usecases/release/recall-release.ts";
import { recordWord } from "../../../../src/usecases/release/record-word.ts";
import { prepared, released, releasePorts } from "../../release/support/release-world.ts";
import {
  approvalBy,
  approve,
  openReport,
  REQUEST,
  SAYS,
  state,
  stateNeed,
  step,
  submitReport,
  view,
} from "./drive.ts";
import { World } from "./world.ts";

/** What was done: the table in which it must be, and the row's own columns. */
export interface Done {
  readonly use: string;
  readonly table: string;
  readonly row: Readonly<Record<string, string | number>>;
}

type Use = (world: World, item: string) => Promise<Omit<Done, "use">>;

/** The clock of whoever lets days pass. */
export const LATER = "2027-02-02T08:00:00.000Z";

/** Every use case that writes, by name. */
export const USES: Readonly<Record<string, Use>> = {
  open: async (world, item) => {
    const { case: id } = await openReport(world, ["alder", "linde"], { item });
    return { table: "case_file", row: { id } };
  },
  state: (world, item) =>
    taking(world, item, async (id, act) => {
      await step(world, id, world.civil.officer, state("state:necessity"), { id: act });
    }),
  amend: (world, item) =>
    taking(world, item, async (id, act) => {
      const amended = { kind: "amend", recipients: ["linde"], request: REQUEST } as const;
      await step(world, id, world.civil.officer, amended, { id: act });
    }),
  assess: (world, item) =>
    taking(world, item, async (id, act) => {
      const risk = { torture: "below-real" } as const;
      const assessed = {
        kind: "assess",
        stage: "before",
        risk,
        mitigations: [],
        says: SAYS,
      } as const;
      await step(world, id, world.civil.legal, assessed, { id: act });
    }),
  consent: (world, item) =>
    taking(world, item, async (id, act) => {
      const originator = "identity--10a10000-0000-4000-8000-000000000001";
      const about = { originator, partner: "alder", scope: "This report" };
      const given = {
        kind: "consent",
        ...about,
        purpose: REQUEST.purpose,
        evidence: "Letter",
      } as const;
      await step(world, id, world.civil.officer, given, { id: act });
    }),
  assure: (world, item) =>
    taking(world, item, async (id, act) => {
      const given = { kind: "assure", assurance: "written", partner: "alder", says: SAYS } as const;
      await step(world, id, world.civil.officer, given, { id: act });
    }),
  approve: (world, item) =>
    taking(world, item, async (id, act) => {
      const { manifestHash, acknowledge } = await view(world, id, world.civil.head);
      const acknowledges = acknowledge["head"] ?? [];
      const signed = {
        kind: "approve",
        role: "head",
        manifest: manifestHash,
        acknowledges,
        says: SAYS,
      } as const;
      await step(world, id, world.civil.head, signed, { id: act, sign: async () => "{}" });
    }),
  retract: (world, item) =>
    taking(world, item, async (id, act) => {
      await approve(world, id, world.civil.head, "head");
      const approval = await approvalBy(world, id, world.civil.head);
      const taken = { kind: "retract", act: approval, says: SAYS } as const;
      await step(world, id, world.civil.head, taken, { id: act });
    }),
  refuse: (world, item) =>
    taking(world, item, async (id, act) => {
      const refused = { kind: "refuse", role: "head", says: SAYS } as const;
      await step(world, id, world.civil.head, refused, { id: act });
    }),
  override: (world, item) =>
    taking(world, item, async (id, act) => {
      await step(world, id, world.civil.head, { kind: "refuse", role: "head", says: SAYS });
      const over = { kind: "override", role: "minister", says: SAYS } as const;
      await step(world, id, world.civil.minister, over, { id: act });
    }),
  withdraw: (world, item) =>
    taking(world, item, async (id, act) => {
      await step(world, id, world.civil.officer, { kind: "withdraw", says: SAYS }, { id: act });
    }),
  close: (world, item) =>
    taking(world, item, async (id, act) => {
      await step(world, id, world.civil.officer, { kind: "close", says: SAYS }, { id: act });
    }),
  review: (world, item) =>
    taking(world, item, async (id, act) => {
      const reviewed = { kind: "review", duty: "some-duty", says: SAYS } as const;
      await step(world, id, world.civil.head, reviewed, { id: act });
    }),
  release: async (world, item) => {
    const { case: id } = await openReport(world, ["linde"], { item });
    await stateNeed(world, id);
    const cleared = await decideNow(id, world.ports);
    return { table: "clearance", row: { id: cleared.clearance } };
  },
  prepare: async (world, item) => {
    const { case: id } = await openReport(world, ["linde"], { item });
    const { act } = await prepared(world, id, "linde");
    return { table: "copy", row: { act } };
  },
  leave: async (world) => {
    const { release } = await released(world, ["linde"]);
    return { table: "release_copy", row: { release, partner: "linde" } };
  },
  recall: async (world) => {
    const left = await released(world, ["linde"]);
    const id = randomUUID();
    const about = { ...left, by: world.civil.officer, how: "recall" as const, says: SAYS, id };
    await recallRelease(about, releasePorts(world));
    return { table: "notice", row: { recall: id, partner: "linde" } };
  },
  word: async (world) => {
    const { release: about } = await released(world, ["linde"]);
    const id = randomUUID();
    const word = { about, kind: "receipt" as const, id };
    await recordWord(word, world.civil.officer, releasePorts(world));
    return { table: "partner_word", row: { id } };
  },
  alarm: async (world, item) => {
    const { case: id } = await openReport(world, ["linde"], { item });
    await readCase(id, world.civil.outsider, world.ports).catch(() => undefined);
    return { table: "alarm", row: { case_id: id } };
  },
  "let-in": async (world, item) => {
    const { case: id } = await openReport(world, ["linde"], { item });
    await letIn(id, world.civil.colleague, world.civil.officer, world.ports);
    return { table: "case_party", row: { case_id: id, person: world.civil.colleague } };
  },
  register: async (world) => {
    const id = `p-${randomUUID()}`;
    const standing = { ...world.standing("linde"), id, ids: [] };
    const by = world.civil.head;
    await registerPartner({ by, registered: { kind: "partner", standing } }, world.ports);
    return { table: "partner_version", row: { partner: id, number: 1 } };
  },
  standing: async (world) => {
    const registered = { kind: "partner", standing: world.standing("elm") } as const;
    const { version } = await recordStanding({ by: world.civil.head, registered }, world.ports);
    return { table: "partner_version", row: { partner: "elm", number: version } };
  },
  submit: async (world) => {
    const bytes = new TextEncoder().encode(`TLP:GREEN\n${randomUUID()}\n`.repeat(3_000));
    const by = world.civil.officer;
    const { item } = await submitItem({ by, name: "note.txt", bytes, persons: [] }, world.ports);
    return { table: "item", row: { id: item } };
  },
  facts: async (world) => {
    const bytes = new TextEncoder().encode(`TLP:GREEN\n${randomUUID()}\n`);
    const by = world.civil.officer;
    const { item } = await submitItem({ by, name: "note.txt", bytes }, world.ports);
    const stated = [{ facts: { evaluated: true } }];
    const number = await stateFacts({ by, item, stated }, world.ports);
    return { table: "item_version", row: { item, number } };
  },
  permission: async (world) => {
    const { id } = await permit(world);
    return { table: "permission", row: { id } };
  },
  "permission-end": async (world) => {
    const { id } = await permit(world);
    await endPermission(id, world.civil.legal, world.ports);
    return { table: "permission_end", row: { permission: id } };
  },
  hold: async (world) => {
    const person = { names: [randomUUID()], numbers: [] };
    const held = { by: world.civil.legal, person, complaint: "A complaint that runs" };
    const id = await holdDeletion(held, world.ports);
    await endHold(id, world.civil.legal, world.ports);
    return { table: "hold_end", row: { hold: id } };
  },
  deletion: async (world) => {
    const item = await ownItem(world);
    const { case: id } = await openReport(world, ["linde"], { item });
    const ordered = { by: world.civil.legal, items: [item], basis: "order:1" };
    const { order } = await orderDeletion(ordered, world.ports);
    return { table: "order_erasure", row: { order_id: order, subject: id } };
  },
  correction: async (world) => {
    const items = [await ownItem(world)];
    const ordered = { by: world.civil.legal, items, basis: "order:1", words: SAYS };
    const { order } = await orderCorrection(ordered, world.ports);
    return { table: "person_order", row: { id: order } };
  },
  days: async (world, item) => {
    const { case: id } = await openReport(world, ["linde"], { item });
    await passDays(LATER, world.ports, 5);
    return { table: "case_file", row: { id } };
  },
};

async function taking(
  world: World,
  item: string,
  take: (id: string, act: string) => Promise<void>,
): Promise<Omit<Done, "use">> {
  const { case: id } = await openReport(world, ["alder"], { item });
  const act = randomUUID();
  await take(id, act);
  return { table: "act", row: { id: act } };
}

async function ownItem(world: World): Promise<string> {
  const bytes = new TextEncoder().encode(`TLP:GREEN\n${randomUUID()}\n`);
  const by = world.civil.officer;
  const persons = [{ names: ["Nobody Special"], numbers: [] }];
  return (await submitItem({ by, name: "note.txt", bytes, persons }, world.ports)).item;
}

function permit(world: World) {
  return grantPermission(
    {
      role: "legal",
      by: world.civil.legal,
      until: "2027-06-01",
      partner: "rowan",
      purpose: REQUEST.purpose,
      scope: { topics: ["*"], kinds: ["non-personal"], uses: ["*"] },
      persons: [],
      quota: 3,
      acknowledges: [],
      says: SAYS,
    },
    world.ports,
  );
}

async function main([home = "", people = "", names = ""]: readonly string[]): Promise<void> {
  const world = await World.join(home, people);
  const item = await submitReport(world);
  await Promise.all(names.split(",").map((name) => again(name, world, item)));
}

async function again(name: string, world: World, item: string): Promise<never> {
  const use = USES[name];
  if (use === undefined) throw new Error(`there is no use case ${name}`);
  for (;;) {
    const done = await use(world, item);
    process.stdout.write(`${JSON.stringify({ use: name, ...done })}\n`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await main(process.argv.slice(2));
}
