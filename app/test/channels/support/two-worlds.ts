import { indicator, leaving, stixObject, uuidOf } from "./stix.ts";
import { bodyOf, outOf, rootOf, START, TAXII, World, type Partner } from "./world.ts";

const AT = "2026-11-26T07:00:00.000Z";

/** Two sites that are the same but for what another partner has. */
export interface TwoWorlds {
  /** With a partner "birch" that has much. */
  readonly full: World;
  /** With another partner that has next to nothing. */
  readonly bare: World;
  readonly alder: Partner;
  readonly birch: Partner;
  /** What is birch's: none of it may be in any answer to alder. */
  readonly foreign: readonly string[];
  /** Cursors that alder was given, and that birch was given in the full world. */
  readonly cursors: { readonly own: readonly string[]; readonly foreign: readonly string[] };
}

/** The same each time. */
export async function makeTwoWorlds(): Promise<TwoWorlds> {
  const [full, bare] = [new World(), new World()];
  const alder = full.addPartner("alder");
  bare.addPartner("alder");
  const birch = full.addPartner("birch");
  full.addPartner("cedar");
  bare.addPartner("elm");
  const objects = objectsOf("alder", 12);
  for (const world of [full, bare]) {
    world.disclose(alder, objects.map(leaving), START);
    world.outbox.putIntake("alder", alder.into.id, intakeOf("alder"));
  }
  full.disclose(birch, objectsOf("birch", 40).map(leaving), START);
  full.outbox.putIntake("birch", birch.into.id, intakeOf("birch"));
  full.now = bare.now = START + 1_000;
  const cursors = { own: await cursorsOf(full, alder), foreign: await cursorsOf(full, birch) };
  return { full, bare, alder, birch, foreign: foreignTo(birch), cursors };
}

/** What another partner does in between, in the full world only. `turn`: counts up. */
export async function birchActs({ full, birch }: TwoWorlds, turn: number): Promise<void> {
  const { token } = birch;
  const posting = { "content-type": TAXII };
  switch (turn % 5) {
    case 0:
      return full.outbox
        .disclose(birch.out.id, objectsOf(`birch ${turn}`, 2).map(leaving), full.now)
        .forEach(() => undefined);
    case 1:
      return full.outbox.takeAway(birch.out.id, [objectsOf("birch", 40)[turn % 40]?.id ?? ""]);
    case 2:
      await full.ask(outOf(birch, "objects/?limit=7"), { token });
      return;
    case 3:
      await full.ask(rootOf(birch), { token: "a guess" });
      return;
    default: {
      const body = JSON.stringify({ objects: objectsOf(`birch sent ${turn}`, 1) });
      const path = `${rootOf(birch)}collections/${birch.into.id}/objects/`;
      // Ids of requests come from one row in these worlds; in a real one they are random.
      await full.askApart(path, { method: "POST", token, headers: posting, body });
    }
  }
}

function objectsOf(name: string, count: number): ReturnType<typeof stixObject>[] {
  return Array.from({ length: count }, (_, i) =>
    i % 3 === 0
      ? stixObject("malware", `${name} malware ${i}`, AT)
      : indicator(`${name}-indicator-${i}`, AT, { description: `for ${name} alone` }),
  );
}

function intakeOf(name: string): Parameters<World["outbox"]["putIntake"]>[2] {
  const object = {
    id: `malware--${uuidOf(`${name} sent`)}`,
    version: AT,
    state: "success",
  } as const;
  return { id: uuidOf(`${name} status`), at: AT, objects: [object] };
}

async function cursorsOf(world: World, partner: Partner): Promise<readonly string[]> {
  const [object] = objectsOf(partner.name, 1);
  const asked = [
    "objects/?limit=1",
    "objects/?limit=5&match[type]=indicator",
    "manifest/?limit=2",
  ].map(
    async (rest) => bodyOf(await world.ask(outOf(partner, rest), { token: partner.token }))["next"],
  );
  return [...(await Promise.all(asked)).map(String), object?.id ?? ""];
}

function foreignTo({ name, door, token, ...rest }: Partner): readonly string[] {
  const collections = Object.values(rest).flatMap(({ id, alias, title }) => [id, alias, title]);
  const objects = objectsOf("birch", 40).map(({ id }) => id);
  const sent = intakeOf(name);
  const ids = [sent.id, ...sent.objects.map(({ id }) => id)];
  return [name, door.root, door.credential, token, ...collections, ...objects, ...ids];
}
