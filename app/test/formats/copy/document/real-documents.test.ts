import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { makeCopy } from "../../../../src/formats/copy/make-copy.ts";
import { residueOfCopy } from "../../../../src/formats/copy/residue-of-copy.ts";
import { readItemBytes } from "../../../../src/formats/item.ts";
import { DEFAULT_LIMITS } from "../../../../src/formats/limits.ts";
import { describeWithData, sharedData } from "../../../shared-data.ts";
import { ACTORS } from "../../misp-event.ts";
import { copyFor, planOf } from "../copy-for.ts";

const CAREFUL = planOf(
  { step: "remove-persons" },
  { step: "remove-sources", names: ["ESET", "Volexity", "Red Hat"] },
  { step: "generalise-time", to: "month" },
  { step: "generalise-place", to: "country" },
);

describeWithData("real documents", () => {
  const files = ["documents", "csaf-documents"].flatMap((folder) =>
    readdirSync(sharedData(folder))
      .filter((name) => /^(?:eset|volexity|rhsa).*\.(?:txt|csv|json)$/.test(name))
      .map((name) => `${folder}/${name}`),
  );

  test.each(files)(
    "%s leaves under its cover, and the residue check has nothing to say",
    async (file) => {
      const bytes = readFileSync(sharedData(file));
      const copy = await makeCopy(bytes, file, CAREFUL, copyFor(), "package", {
        limits: DEFAULT_LIMITS,
      });
      expect(await residueOfCopy(copy, { allowed: ["Meridian Service"] })).toEqual([]);
      const context = { limits: DEFAULT_LIMITS, actors: ACTORS };
      const { parts } = await readItemBytes(copy.bytes, copy.fileName, context);
      const claims = parts.flatMap((part) => part.claims);
      expect(claims).toContainEqual(
        expect.objectContaining({ fact: "tlp", value: "amber+strict" }),
      );
      expect(
        claims.filter(({ fact }) => fact === "originators" || fact === "unreadableMarkings"),
      ).toEqual([]);
    },
  );

  test("are eleven", () => {
    expect(files).toHaveLength(11);
  });
});
