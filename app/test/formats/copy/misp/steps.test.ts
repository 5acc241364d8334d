import { expect, test } from "vitest";
import { Refusal } from "../../../../src/core/refusal.ts";
import { attribute, event, object, tags } from "../../misp-event.ts";
import { copyFor, residueOf } from "../copy-for.ts";
import { listIn, send, tagsOf, valuesOf } from "./sample.ts";

const AMBER = { step: "honour-markings", most: "TLP:AMBER" } as const;

test("what is marked stricter goes, wherever its value stands", () => {
  const { attributes, copy, text } = send(
    event({
      Tag: tags("tlp:green"),
      Attribute: [
        attribute({ value: "198.51.100.7", Tag: tags("tlp:red") }),
        attribute({ value: "192.0.2.7", comment: "talks to 198[.]51[.]100[.]7" }),
        attribute({ type: "ip-dst|port", value: "198.51.100.7|443" }),
      ],
    }),
    [AMBER],
  );
  expect(valuesOf(attributes)).toEqual(["192.0.2.7", "443"]);
  expect(attributes[1]).toMatchObject({ type: "port" });
  expect(text).not.toMatch(/198.{1,5}51/);
  expect(residueOf(copy)).toEqual([]);
});

test("a marking nobody understands, a control and a narrower distribution go as well", () => {
  const { attributes } = send(
    event({
      Attribute: [
        attribute({ Tag: tags("tlp:rot") }),
        attribute({ comment: "REL TO USA, GBR" }),
        attribute({ distribution: "0" }),
        attribute({ value: "192.0.2.99" }),
      ],
    }),
    [AMBER],
  );
  expect(valuesOf(attributes)).toEqual(["192.0.2.99"]);
});

test("of a stricter event what is marked lower leaves, without its title", () => {
  const {
    event: sent,
    attributes,
    text,
  } = send(
    event({
      info: "Operation Night Ferry",
      Tag: tags("tlp:red", 'misp-galaxy:threat-actor="Sofacy"'),
      Attribute: [
        attribute({ value: "192.0.2.1" }),
        attribute({ value: "192.0.2.2", Tag: tags("tlp:green") }),
      ],
    }),
    [AMBER],
  );
  expect(sent["info"]).toBe("Event");
  expect(valuesOf(attributes)).toEqual(["192.0.2.2"]);
  expect(text).not.toMatch(/Night Ferry|Sofacy/);
});

test("of a stricter event with nothing lower in it nothing leaves, and that is said", () => {
  const red = event({ Tag: tags("tlp:red"), Attribute: [attribute()] });
  expect(() => send(red, [AMBER])).toThrow(Refusal);
  expect(() => send(red, [AMBER])).toThrow(/nothing of the event is left/);
});

test("a ceiling that is no marking is refused", () => {
  expect(() => send(event(), [{ step: "honour-markings", most: "blue" }])).toThrow(/TLP:AMBER/);
});

test("a property goes wherever it stands, or of one kind only", () => {
  const original = event({
    Attribute: [attribute({ comment: "of an attribute" })],
    Object: [object([attribute()], { comment: "of an object" })],
  });
  const all = send(original, [{ step: "drop-property", property: "comment" }]);
  expect(all.text).not.toMatch(/of an/);
  const one = send(original, [{ step: "drop-property", property: "object.comment" }]);
  expect(one.text).toContain("of an attribute");
  expect(one.text).not.toContain("of an object");
});

test("a relation of an object is a property of it", () => {
  const person = object(
    [
      attribute({ type: "text", object_relation: "role", value: "courier" }),
      attribute({ type: "text", object_relation: "alias", value: "the Otter" }),
    ],
    { name: "person" },
  );
  const { objects } = send(event({ Object: [person] }), [
    { step: "drop-property", property: "person.alias" },
  ]);
  expect(valuesOf(listIn(objects[0] ?? {}, "Attribute"))).toEqual(["courier"]);
});

test("a masked value is a text", () => {
  const { attributes } = send(event({ Attribute: [attribute({ to_ids: true })] }), [
    { step: "mask", property: "ip-dst.value", with: "an address in the region" },
  ]);
  expect(attributes[0]).toMatchObject({
    type: "text",
    value: "an address in the region",
    to_ids: false,
  });
});

test("words go in every spelling; a value that holds one goes, or the half of it", () => {
  const {
    attributes,
    event: sent,
    text,
  } = send(
    event({
      info: "Kestrel and KES-\nTREL, k\u200bestrel, ｋｅｓｔｒｅｌ, a2VzdHJlbCBoZXJl",
      Attribute: [
        attribute({ type: "domain", value: "kestrel.example" }),
        attribute({ type: "filename|md5", value: "kestrel.doc|d41d8cd98f00b204e9800998ecf8427e" }),
        attribute({ type: "md5", value: "8a2d6d2f5c4e0a1b9c3d7e6f5a4b3c2d" }),
      ],
    }),
    [{ step: "remove-words", words: ["Kestrel"], with: "a bird" }],
  );
  expect(sent["info"]).toBe("a bird and a bird, a bird, a bird, a bird");
  expect(attributes.map(({ type }) => type)).toEqual(["md5", "md5"]);
  expect(text).not.toMatch(/kes/i);
});

test("times are coarse in fields, values and texts", () => {
  const {
    event: sent,
    attributes,
    text,
  } = send(
    event({
      date: "2026-03-12",
      info: "Seen on 2026-03-12T10:11:12Z, 12 March 2026 and at 14:05",
      Attribute: [
        attribute({ first_seen: "2026-03-11T10:11:12.123456+00:00" }),
        attribute({ type: "datetime", category: "Other", value: "2026-03-10T23:59:59Z" }),
      ],
    }),
    [{ step: "generalise-time", to: "month" }],
  );
  expect(sent["date"]).toBe("2026-03-01");
  expect(sent["info"]).toBe("Seen on 2026-03, March 2026 and at [time removed]");
  expect(attributes[0]?.["first_seen"]).toBe("2026-03-01T00:00:00+00:00");
  expect(attributes[1]?.["value"]).toBe("2026-03-01T00:00:00+00:00");
  expect(text).not.toMatch(/10:11|23:59|03-1[0-2]/);
});

test("places are countries at most", () => {
  const place = object(
    [
      attribute({ type: "float", object_relation: "latitude", value: "52.3702" }),
      attribute({ type: "text", object_relation: "city", value: "Zaltbommel" }),
      attribute({ type: "text", object_relation: "countrycode", value: "NL" }),
    ],
    { name: "geolocation" },
  );
  const original = event({ info: "near 52.3702, 4.8952", Object: [place] });
  const country = send(original, [{ step: "generalise-place", to: "country" }]);
  expect(valuesOf(listIn(country.objects[0] ?? {}, "Attribute"))).toEqual(["NL"]);
  expect(country.event["info"]).toBe("near [removed]");
  expect(() => send(original, [{ step: "generalise-place", to: "region" }])).toThrow(/nothing/);
});

test("events of other originators are cut, and so is one whose originator is not named", () => {
  const cut = { step: "cut-originators", originators: "all-others" } as const;
  const ours = event({
    Attribute: [attribute()],
    Orgc: { name: "MERIDIAN service", uuid: copyFor().own.organisation },
  });
  expect(send(ours, [cut]).attributes).toHaveLength(1);
  expect(() => send(event({ Attribute: [attribute()] }), [cut])).toThrow(/nothing/);
  const { Orgc: _, ...unnamed } = event({ Attribute: [attribute()] });
  expect(() => send(unnamed, [cut])).toThrow(/nothing/);
});

test("a person goes with all that describes the person, and the name goes from the texts", () => {
  const person = object(
    [
      attribute({ type: "full-name", category: "Person", value: "Jan Jansen" }),
      attribute({ type: "text", object_relation: "occupation", value: "smuggler" }),
    ],
    { name: "person" },
  );
  const {
    objects,
    event: sent,
    attributes,
  } = send(
    event({
      info: "Jansen, Jan (jan@jansen.example, +31 6 12345678) and his server",
      Object: [person],
      Attribute: [attribute(), attribute({ type: "email-src", value: "jan@jansen.example" })],
    }),
    [{ step: "remove-persons" }],
  );
  expect(objects).toEqual([]);
  expect(sent["info"]).toMatch(/^\[removed\] \(\[removed\], \[removed\]\) and his server$/);
  expect(valuesOf(attributes)).toEqual(["192.0.2.7"]);
});

test("own nationals go, others stay", () => {
  const of = (nationality: string, name: string): ReturnType<typeof object> =>
    object(
      [
        attribute({ type: "nationality", category: "Person", value: nationality }),
        attribute({ type: "full-name", category: "Person", value: name }),
      ],
      { name: "person" },
    );
  const { text } = send(
    event({
      info: "Otter and Piet Heron",
      Object: [of("Netherlands", "Piet Heron"), of("RU", "Ivan Stork")],
    }),
    [{ step: "remove-own-nationals", names: ["Otter"] }],
  );
  expect(text).toContain("Ivan Stork");
  expect(text).not.toMatch(/Heron|Otter/);
});

test("sentences about lawyers and journalists go", () => {
  const { event: sent } = send(
    event({
      info: "It fell on Monday. His lawyer was on the line. The server is up.",
      Attribute: [attribute()],
    }),
    [{ step: "remove-protected-professions", names: [] }],
  );
  expect(sent["info"]).toBe("It fell on Monday. [removed]The server is up.");
});

test("sources go: internal references, how it was come by, tags of the source, and our own addresses", () => {
  const {
    attributes,
    tags: sent,
    text,
  } = send(
    event({
      Tag: tags(
        'osint:source-type="blog-post"',
        'admiralty-scale:source-reliability="a"',
        'enisa:physical-attack="theft"',
      ),
      Attribute: [
        attribute({ type: "text", category: "Internal reference", value: "CASE-2026-77" }),
        attribute({ comment: "Imported via the freetext import" }),
        attribute({
          type: "link",
          category: "External analysis",
          value: "https://misp.meridian.example/events/view/9",
        }),
        attribute({ comment: "told by Magpie, CASE-2026-77" }),
      ],
    }),
    [{ step: "remove-sources", names: ["Magpie"] }],
  );
  expect(attributes).toHaveLength(2);
  expect(sent).not.toContain('osint:source-type="blog-post"');
  expect(sent).toContain('enisa:physical-attack="theft"');
  expect(text).not.toMatch(/CASE-2026|freetext|meridian\.example|magpie/i);
});

test("special categories go", () => {
  const passenger = attribute({
    type: "special-service-request",
    category: "Person",
    value: "kosher meal",
  });
  const { text } = send(
    event({ info: "Known for his diabetes", Attribute: [passenger, attribute()] }),
    [{ step: "remove-special-categories", words: ["diabetes"] }],
  );
  expect(text).not.toMatch(/kosher|diabetes/);
});

test("what one step removed no later one sees", () => {
  const { copy } = send(event({ info: "Kestrel", Attribute: [attribute()] }), [
    { step: "remove-words", words: ["Kestrel"], with: "x" },
    { step: "drop-property", property: "info" },
  ]);
  expect(copy.changes.filter(({ step }) => step === "remove-words")).toHaveLength(1);
  expect(tagsOf({})).toEqual([]);
});
