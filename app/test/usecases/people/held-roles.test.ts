import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compartmentsOn, toPerson } from "../../../src/usecases/people/held-roles.ts";
import type { Grant, Member, PersonRecord } from "../../../src/usecases/people/records.ts";

const PERSON: PersonRecord = {
  id: "p",
  service: "s",
  name: "n",
  administers: false,
  ended: undefined,
};

const GRANT: Grant = {
  id: "g",
  person: "p",
  role: "head",
  from: "2026-03-01",
  until: "2026-12-31",
  mandate: "m",
  proposedBy: "a",
  confirmedBy: "b",
  confirmedAt: "2026-02-01T10:00:00.000000Z",
  lastDay: undefined,
};

const rolesOf = (change: Partial<Grant>, who: Partial<PersonRecord> = {}): unknown =>
  toPerson({ ...PERSON, ...who }, [{ ...GRANT, ...change }]).roles;

describe("a role", () => {
  test("that was confirmed is held on its days", () => {
    expect(rolesOf({})).toEqual([{ role: "head", from: "2026-03-01", until: "2026-12-31" }]);
  });

  test("that nobody has confirmed is no role", () => {
    expect(rolesOf({ confirmedBy: undefined, confirmedAt: undefined })).toEqual([]);
  });

  test("is held from its confirmation and never before", () => {
    expect(rolesOf({ confirmedAt: "2026-05-09T23:59:59.999999Z" })).toEqual([
      { role: "head", from: "2026-05-09", until: "2026-12-31" },
    ]);
  });

  test("that ended before its time is held until its last day", () => {
    expect(rolesOf({ lastDay: "2026-04-01" })).toMatchObject([{ until: "2026-04-01" }]);
    expect(rolesOf({ lastDay: "2027-04-01" })).toMatchObject([{ until: "2026-12-31" }]);
    expect(rolesOf({ lastDay: "2026-02-28" })).toEqual([]);
  });

  test("is held by nobody after the day on which the access ended", () => {
    const ended = "2026-06-30T11:00:00.000000Z";
    expect(rolesOf({}, { ended })).toMatchObject([{ until: "2026-06-30" }]);
    expect(rolesOf({ until: undefined }, { ended })).toMatchObject([{ until: "2026-06-30" }]);
  });

  test("of another person is not this one's", () => {
    expect(rolesOf({ person: "q" })).toEqual([]);
  });

  test("is never held longer because one more thing has ended", () => {
    const day = fc
      .date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    const change = fc.record({
      from: day,
      until: fc.option(day, { nil: undefined }),
      lastDay: fc.option(day, { nil: undefined }),
      confirmedAt: day.map((one) => `${one}T00:00:00.000000Z`),
    });
    fc.assert(
      fc.property(change, day, day, (one, end, on) => {
        const isHeld = (grant: Partial<Grant>, who: Partial<PersonRecord> = {}): boolean =>
          toPerson({ ...PERSON, ...who }, [{ ...GRANT, ...grant }]).roles.some(
            ({ from, until }) => from <= on && (until === undefined || on <= until),
          );
        const less = isHeld({ ...one, lastDay: [one.lastDay ?? end, end].toSorted()[0] });
        const gone = isHeld(one, { ended: `${end}T12:00:00.000000Z` });
        expect([less && !isHeld(one), gone && !isHeld(one)]).toEqual([false, false]);
      }),
    );
  });
});

test("a compartment is open to a member on the days of membership", () => {
  const member: Member = {
    id: "m",
    compartment: "HARBOUR",
    person: "p",
    from: "2026-03-01",
    until: undefined,
    lastDay: "2026-04-01",
  };
  const open = (day: string): readonly string[] => compartmentsOn([member, member], day);
  expect(open("2026-02-28")).toEqual([]);
  expect(open("2026-03-01")).toEqual(["HARBOUR"]);
  expect(open("2026-04-01")).toEqual(["HARBOUR"]);
  expect(open("2026-04-02")).toEqual([]);
});
