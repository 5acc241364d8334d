import { describe, expect, test } from "vitest";
import { useCaseDesk } from "./support/case-desk.ts";

const opened = useCaseDesk();

describe("an ordinary case", () => {
  test("goes on the desk's reasons, without anybody's approval", async () => {
    const officer = await opened().hire("officer");
    const answer = await opened().case(officer, ["linde"]);
    expect(answer).toMatchObject({ status: 200, body: { outcome: "hold" } });
  });
});
