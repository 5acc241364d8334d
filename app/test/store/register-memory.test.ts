import { describe, expect, test } from "vitest";
import { RegisterMemory } from "../../src/store/register/register-memory.ts";

describe("memory of the register", () => {
  test("is frozen: whoever gets it shares it", () => {
    const memory = new RegisterMemory();
    const row: Record<string, unknown> = { id: 1, list: [1] };
    memory.keep("m", "k", [row]);
    const [found] = memory.find("k") ?? [];
    expect([Object.isFrozen(found), Object.isFrozen(found?.["list"])]).toEqual([true, true]);
  });

  test("is of one mark", () => {
    const memory = new RegisterMemory();
    memory.keep("a", "one", [{ id: 1 }]);
    memory.keep("b", "two", []);
    expect([memory.mark, memory.find("one"), memory.find("two")]).toEqual(["b", undefined, []]);
  });

  test("lasts a minute: somebody may have written to the database by hand", () => {
    let now = 0;
    const memory = new RegisterMemory(() => now);
    memory.keep("a", "one", []);
    now = 60_000;
    expect(memory.mark).toBe("a");
    now = 60_001;
    expect([memory.mark, memory.find("one")]).toEqual([undefined, undefined]);
  });

  test("has a bound, and takes no long answers", () => {
    const memory = new RegisterMemory();
    memory.keep(
      "a",
      "long",
      Array.from({ length: 201 }, () => ({})),
    );
    expect(memory.find("long")).toBeUndefined();
    for (let at = 0; at <= 5_000; at += 1) memory.keep("a", String(at), []);
    expect([memory.find("0"), memory.find("5000")]).toEqual([undefined, []]);
  });

  test("has a bound in bytes, too", () => {
    const memory = new RegisterMemory();
    const row = (): Record<string, unknown> => ({ box: new Uint8Array(10_000_000), name: "x" });
    for (const lookup of ["a", "b", "c"]) memory.keep("m", lookup, [row()]);
    expect(memory.find("a")).toHaveLength(1);
    memory.keep("m", "d", [row()]);
    expect([memory.find("a"), memory.find("d")?.length]).toEqual([undefined, 1]);
  });
});
