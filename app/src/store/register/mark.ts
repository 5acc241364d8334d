import { lookup, statement, type Lookup, type Statement } from "../transaction/statement.ts";

/** The one row of the mark. */
const ONLY = 1;

/** What the register is at; no row before anything was registered. */
export const readMark: Lookup<object, { readonly mark: string }> = lookup((select) =>
  select.selectFrom("register_mark").select("mark").where("id", "=", ONLY).compile(),
);

/** Gives the register another mark: `mark` is a UUID that it never had. */
export const renewMark: Statement<{ readonly mark: string }, unknown> = statement(
  (query, { mark }) =>
    query
      .insertInto("register_mark")
      .values({ id: ONLY, mark })
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet((eb) => ({ mark: eb.ref("excluded.mark") })),
      )
      .compile(),
);
