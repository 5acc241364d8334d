// Writes app/migrations/schema.sql, and adds new migrations to SHA256SUMS there. A migration that was
// released is never changed, and is refused here; --refreeze is for one that no release contains yet.
import { writeSchema } from "../app/test/store/support/schema/write-schema.ts";

const changed = await writeSchema(process.argv.includes("--refreeze"));
if (changed.length > 0) {
  const names = changed.join(", ");
  console.error(`${names}: a released migration is never changed; write another one after it.`);
  process.exitCode = 1;
}
