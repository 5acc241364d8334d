import type { Memory, OpenOptions } from "../usecases/memory.ts";
import type { Ports } from "../usecases/ports.ts";
import { printable } from "./print/printable.ts";
import type { Terminal } from "./print/terminal.ts";

/** Opens the site's memory; what goes wrong in it meanwhile is told on the error stream. */
export function openMemory(
  ports: Ports,
  { errors }: Terminal,
  options: Omit<OpenOptions, "onTrouble"> = {},
): Promise<Memory> {
  const onTrouble = (what: string): void => void errors.write(`caveat: ${printable(what)}\n`);
  return ports.openMemory({ ...options, onTrouble });
}
