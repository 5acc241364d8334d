// node bench/taxii.ts URL AUTHORIZATION [SECONDS]: how fast any TAXII 2.1 server hands out a collection.
//
//   URL            of the objects of a collection: https://share.example/root/collections/ID/objects/
//   AUTHORIZATION  the header that lets a client in: "Bearer TOKEN", "Basic BASE64"
//
// node bench/taxii.ts data N: an envelope of N indicators on standard output, to fill such a server with.
//
// node bench/taxii.ts own SIZE: the rows of `npm run bench` about TAXII, with a collection of so many objects
// beside the usual ones: 1000000 takes some minutes and 2 GB of disk.
import { indicator } from "../app/test/channels/support/stix.ts";
import { formatTable } from "./measure/table.ts";
import { taxiiWith } from "./rows/taxii.ts";
import { fullSync, pageRate, targetOf } from "./taxii/load.ts";

const CLIENTS = [1, 8, 32];
const PAGE = 1_000;
const MADE = "2025-12-01T00:00:00.000Z";

const [first = "", second = "", third = "5"] = process.argv.slice(2);
const isNumber = /^[1-9][0-9]*$/.test(second);
if (first === "data" && isNumber) writeData(Number(second));
else if (first === "own" && isNumber && Number(second) > 100_000) await own(Number(second));
else if (URL.canParse(first) && second !== "" && Number(third) > 0) await measure();
else {
  console.error("taxii: give URL AUTHORIZATION [SECONDS], data N, or own SIZE (above 100000)");
  process.exitCode = 2;
}

function writeData(count: number): void {
  const description = "some words ".repeat(12);
  const objects = Array.from({ length: count }, (_, i) =>
    indicator(`sign-${i}`, MADE, { description }),
  );
  process.stdout.write(JSON.stringify({ objects }));
}

async function own(size: number): Promise<void> {
  console.log(formatTable(await taxiiWith([1_000, 10_000, 100_000, size])));
}

async function measure(): Promise<void> {
  const target = targetOf(first, second);
  for (const clients of CLIENTS) {
    const { perSecond, p50, p99, refused } = await pageRate(
      target,
      `?limit=${PAGE}`,
      clients,
      Number(third),
    );
    console.log(
      `first page, ${clients} clients: ${perSecond.toFixed(1)}/s, p50 ${p50} ms, p99 ${p99} ms, ${refused} refused`,
    );
  }
  const { objects, pages, seconds } = await fullSync(target, PAGE);
  console.log(`full sync: ${objects} objects in ${pages} pages, ${seconds.toFixed(2)} s`);
}
