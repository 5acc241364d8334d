import { describe, expect, test } from "vitest";
import { readMigrations } from "../../src/store/migration/migration-files.ts";
import { MIGRATION_TABLE } from "../../src/store/migration/migrate.ts";
import { dialectProblems } from "./support/dialect.ts";

describe("the migrations", async () => {
  test.each(await readMigrations())("$name is in the common dialect", async ({ sql }) => {
    expect(await dialectProblems(sql)).toEqual([]);
  });

  test("so is the table that lists them", async () => {
    expect(await dialectProblems(MIGRATION_TABLE)).toEqual([]);
  });
});

describe("what the dialect leaves out is found", () => {
  test.each([
    ["select pg_advisory_xact_lock(1)", "function pg_advisory_xact_lock"],
    ["listen entries", "statement ListenStmt"],
    ["notify entries", "statement NotifyStmt"],
    ["lock table head", "statement LockStmt"],
    ["create table t (id serial primary key)", "type serial"],
    ["create table t (id int generated always as identity)", "constraint CONSTR_IDENTITY"],
    ["create table t (at timestamptz default now())", "constraint CONSTR_DEFAULT"],
    ["select id from entry order by now()", "function now"],
    ["insert into t values (current_timestamp)", "function SVFOP_CURRENT_TIMESTAMP"],
    ["select size / 2 from head", "operator /"],
    ["create trigger t after insert on entry execute function f()", "statement CreateTrigStmt"],
    [
      "create table t (id uuid unique deferrable initially deferred)",
      "constraint CONSTR_ATTR_DEFERRABLE",
    ],
    ["create table t (id uuid, unique (id) deferrable)", "deferrable"],
    ["create table t (id uuid, exclude using gist (id with =))", "constraint CONSTR_EXCLUSION"],
    ["create index i on t using gin (body)", "index gin"],
    ["create table t (id uuid) inherits (entry)", "inhRelations"],
    ["alter table t alter column id type text", "alteration AT_AlterColumnType"],
    ["create sequence s", "statement CreateSeqStmt"],
    ["select lo_create(0)", "function lo_create"],
    [
      "with gone as (delete from t returning gen_random_uuid()) select 1",
      "function gen_random_uuid",
    ],
  ])("%s", async (sql, problem) => {
    expect(await dialectProblems(sql)).toContain(problem);
  });
});
