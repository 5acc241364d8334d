import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../../src/core/item.ts";
import { copyMisp } from "../../../../src/formats/copy/misp/copy-misp.ts";
import { readMisp } from "../../../../src/formats/misp/misp.ts";
import { ACTORS, attribute, event, object, ORG, OTHER, tags } from "../../misp-event.ts";
import { copyFor, OWN, planOf, textOf } from "../copy-for.ts";
import { listIn, send, tagsOf, valuesOf } from "./sample.ts";

const PRIVATE = "33333333-3333-4333-8333-333333333333";

test("an event leaves with the fields of a feed and no others", () => {
  const { event: sent } = send(
    event({ Attribute: [attribute()], id: "12345", org_id: "1", locked: false }),
  );
  expect(Object.keys(sent)).toEqual([
    "uuid",
    "info",
    "date",
    "threat_level_id",
    "analysis",
    "published",
    "timestamp",
    "publish_timestamp",
    "Orgc",
    "Tag",
    "Attribute",
  ]);
});

test("whoever made it, it leaves as ours", () => {
  const { event: sent, text } = send(
    event({ Attribute: [attribute()], Org: { name: "X", uuid: OTHER } }),
  );
  expect(sent["Orgc"]).toEqual({ uuid: OWN, name: "Meridian Service" });
  expect(text).not.toMatch(new RegExp(`${ORG}|${OTHER}`));
});

test("everything in it has another uuid, and a reference leads to the new one", () => {
  const inside = attribute();
  const target = object([attribute()]);
  const from = object([inside], {
    ObjectReference: [
      { uuid: PRIVATE, referenced_uuid: target["uuid"] ?? "", relationship_type: "drops" },
    ],
  });
  const original = event({ Object: [from, target] });
  const { objects, copy, text } = send(original);
  expect(text).not.toMatch(new RegExp([original, inside, target, from].map(uuidIn).join("|")));
  expect(listIn(objects[0] ?? {}, "ObjectReference")[0]).toMatchObject({
    object_uuid: objects[0]?.["uuid"],
    referenced_uuid: objects[1]?.["uuid"],
    relationship_type: "drops",
  });
  expect(copy.ids).toContainEqual({
    from: inside["uuid"],
    to: listIn(objects[0] ?? {}, "Attribute")[0]?.["uuid"],
  });
});

test("a reference to what does not leave, and an event it extends, are left out", () => {
  const from = object([attribute()], {
    ObjectReference: [{ uuid: PRIVATE, referenced_uuid: OTHER, relationship_type: "drops" }],
  });
  const { objects, text, copy } = send(event({ Object: [from], extends_uuid: OTHER }));
  expect(objects[0]).not.toHaveProperty("ObjectReference");
  expect(text).not.toContain(OTHER);
  expect(copy.removed).toContainEqual(expect.objectContaining({ kind: "id", text: OTHER }));
});

test("two elements under one uuid leave under two", () => {
  const twice = attribute();
  const { attributes } = send(event({ Attribute: [twice, { ...twice, value: "192.0.2.9" }] }));
  expect(new Set(attributes.map(({ uuid }) => uuid)).size).toBe(2);
});

test("the creator's address is nowhere, not even in a comment or a value", () => {
  const { text, copy } = send(
    event({
      event_creator_email: "ada@desk.example",
      info: "By ADA [at] desk [dot] example",
      Attribute: [
        attribute({ comment: "ask ada@desk.example" }),
        attribute({ type: "email-dst", value: "Ada@Desk.example" }),
      ],
    }),
  );
  expect(text).not.toMatch(/desk/i);
  expect(copy.removed).toContainEqual({
    kind: "address",
    text: "ada@desk.example",
    place: "/Event/event_creator_email",
  });
});

test("titles of other events go, from comments too; its own title is no secret", () => {
  const related = ["Operation Quiet Water", "Same title"].map((info) => ({
    Event: { info, uuid: OTHER },
  }));
  const { text, event: sent } = send(
    event({
      info: "Same title",
      RelatedEvent: related,
      Attribute: [attribute({ comment: "see operation quiet water" })],
    }),
  );
  expect(sent["info"]).toBe("Same title");
  expect(text).not.toMatch(/quiet water/i);
});

test("proposals, sightings, correlations, galaxies, distribution and sharing groups stay behind", () => {
  const { text } = send(
    event({
      SharingGroup: { name: "sg-name", uuid: OTHER },
      ShadowAttribute: [{ value: "shadow-value", Org: { name: "shadow-org" } }],
      Galaxy: [{ name: "galaxy-name", GalaxyCluster: [{ value: "cluster-value" }] }],
      Attribute: [
        attribute({
          Sighting: [{ Organisation: { name: "sighting-org" } }],
          distribution: "4",
          sharing_group_id: "17",
        }),
      ],
    }),
  );
  expect(text).not.toMatch(/sg-name|shadow|galaxy|cluster|sighting|distribution|sharing_group/);
});

test("a tag leaves that is public and meant to", () => {
  const { tags: sent } = send(
    event({
      Attribute: [attribute()],
      Tag: [
        ...["TLP:WHITE", "PAP:WHITE", 'misp-galaxy:threat-actor="Sofacy"', "type:OSINT"].map(
          (name) => ({ name }),
        ),
        { name: 'osint:source-type="blog-post"', local: true },
        { name: 'enisa:nefarious-activity-abuse="spam"', exportable: false },
        ...["our-ticket-7", 'workflow:state="draft"', 'caveat:attached="none"'].map((name) => ({
          name,
        })),
        { name: `misp-galaxy:our-own="${PRIVATE}"` },
      ],
    }),
  );
  expect(sent.filter((name) => !name.startsWith("caveat:onward"))).toEqual([
    "tlp:amber+strict",
    "PAP:CLEAR",
    'misp-galaxy:threat-actor="Sofacy"',
    "type:OSINT",
  ]);
});

test("the tag of a private cluster stays behind", () => {
  const tag = 'misp-galaxy:threat-actor="Grey Heron"';
  const cluster = { tag_name: tag, default: false, distribution: "0", value: "Grey Heron" };
  const { tags: sent } = send(
    event({ Attribute: [attribute()], Tag: tags(tag), Galaxy: [{ GalaxyCluster: [cluster] }] }),
  );
  expect(sent).not.toContain(tag);
});

test("a file stays behind: a sample leaves as name and digest, another attachment not at all", () => {
  const digest = "d41d8cd98f00b204e9800998ecf8427e";
  const { attributes, text } = send(
    event({
      Attribute: [
        attribute({
          type: "malware-sample",
          category: "Payload delivery",
          value: `a.exe|${digest}`,
          data: "UEsDBBQ",
        }),
        attribute({
          type: "attachment",
          category: "External analysis",
          value: "ada.jpg",
          data: "/9j/4AAQ",
        }),
      ],
    }),
  );
  expect(attributes).toHaveLength(1);
  expect(attributes[0]).toMatchObject({ type: "filename|md5", value: `a.exe|${digest}` });
  expect(text).not.toMatch(/"data"|ada\.jpg|UEsDB/);
});

test("what its source deleted does not leave", () => {
  const { attributes } = send(
    event({
      Attribute: [
        attribute({ deleted: "1", value: "192.0.2.1" }),
        attribute({ value: "192.0.2.2" }),
      ],
    }),
  );
  expect(valuesOf(attributes)).toEqual(["192.0.2.2"]);
});

test("all stamps are that of the copy", () => {
  const {
    event: sent,
    attributes,
    objects,
  } = send(
    event({ Attribute: [attribute({ timestamp: "1899999999" })], Object: [object([attribute()])] }),
  );
  const stamps = [sent, ...attributes, ...objects, ...listIn(objects[0] ?? {}, "Attribute")];
  expect(new Set(stamps.map(({ timestamp }) => timestamp))).toEqual(new Set(["1795694400"]));
});

test("a report leaves with its references renewed", () => {
  const kept = attribute();
  const content = `See @[attribute](${uuidIn(kept)}) and @[attribute](${OTHER}), event 7654321`;
  const { reports, attributes } = send(
    event({
      id: "7654321",
      extends_uuid: OTHER,
      Attribute: [kept],
      EventReport: [{ uuid: PRIVATE, name: "Report", content, event_id: "7654321" }],
    }),
  );
  expect(reports[0]?.["content"]).toBe(
    `See @[attribute](${uuidIn(attributes[0])}) and @[attribute]([removed]), event [removed]`,
  );
});

test("caveats are tags for programs and attributes for people, and a light is never lowered", () => {
  const {
    tags: sent,
    event: whole,
    attributes,
  } = send(
    event({
      Tag: tags("tlp:red"),
      Attribute: [attribute({ Tag: tags("tlp:green", "type:OSINT") })],
    }),
  );
  expect(sent).toEqual(["tlp:red", 'caveat:onward-disclosure="forbidden"']);
  expect(tagsOf(attributes[0])).toEqual(["type:OSINT"]);
  expect(valuesOf(listIn(whole, "Attribute")).slice(0, 2)).toEqual([
    "Caveat (TLP:AMBER+STRICT): Handle this as TLP:AMBER+STRICT (TLP 2.0).",
    "Caveat: Do not pass this on, whole or in part, without our permission.",
  ]);
});

test("read again, the copy is ours alone and every marking in it is understood", () => {
  const { copy } = send(event({ Tag: tags("tlp:amber", "tlp:unclear"), Attribute: [attribute()] }));
  const { parts } = readMisp(JSON.parse(textOf(copy)) as Json, { actors: ACTORS, name: "copy" });
  const claims = parts.flatMap((part) => part.claims);
  const said = (fact: string): ReadonlySet<unknown> =>
    new Set(claims.filter((claim) => claim.fact === fact).map(({ value }) => value));
  expect(said("originators")).toEqual(new Set([OWN]));
  expect(said("unreadableMarkings")).toEqual(new Set());
  expect(said("tlp")).toContain("red");
});

test("a label that nobody understands is sent as the strictest", () => {
  const { tags: sent } = send(event({ Tag: tags("tlp:unclear"), Attribute: [attribute()] }));
  expect(sent).toContain("tlp:red");
});

test("several events leave as several, each with its own bytes", () => {
  const json = { response: [{ Event: event({ Attribute: [attribute()] }) }, { Event: event() }] };
  const copy = copyMisp(json, planOf(), copyFor());
  const whole = JSON.parse(textOf(copy)) as { response: unknown[] };
  expect(
    copy.objects.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as unknown),
  ).toEqual(whole.response);
  expect(copy.objects).toHaveLength(2);
});

function uuidIn(json: JsonObject | undefined): string {
  const uuid = json?.["uuid"];
  return typeof uuid === "string" ? uuid : "no uuid";
}
