import { DeskClient } from "../../client/desk-client.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Terminal } from "../print/terminal.ts";

/** The desk that CAVEAT_SERVER names, with the token in CAVEAT_TOKEN. Throws a Refusal without them. */
export function clientOf({ env }: Terminal): DeskClient {
  const url = required(env, "CAVEAT_SERVER", "http://localhost:8600, say");
  const token = required(env, "CAVEAT_TOKEN", "a token of yours; the desk issues it");
  if (URL.canParse(url) && new URL(url).origin === url) return new DeskClient(url, { token });
  const what = `"${url}" is no origin`;
  throw new Refusal("bad-usage", "CAVEAT_SERVER", what, "write it like https://desk.example");
}

function required(env: Terminal["env"], name: string, what: string): string {
  const value = env[name];
  if (value !== undefined && value !== "") return value;
  throw new Refusal("bad-usage", name, "it is not set", `set it to ${what}`);
}
