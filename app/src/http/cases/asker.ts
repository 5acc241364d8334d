import type { ReleasePorts } from "../../usecases/release/ports.ts";
import type { Ask } from "../env.ts";
import { whoAsks } from "../guard/guarded.ts";

/** In whose name a request is made, and whether a program makes it. */
export interface Asker {
  readonly by: string;
  readonly machine?: true;
}

export function asker(c: Ask): Asker {
  const { person, by } = whoAsks(c);
  return by.kind === "token" ? { by: person, machine: true } : { by: person };
}

/** The ports of casework and release for one request. */
export type PortsOf = (c: Ask) => ReleasePorts;

/** Whoever reaches where there is no need is counted with the server's other alarms. */
export function withAlarms(ports: ReleasePorts): PortsOf {
  return (c) => {
    const { people } = c.get("ground");
    const raiseAlarm: ReleasePorts["cases"]["raiseAlarm"] = async (kind, about, mark) => {
      people.alarm("no-need-to-know", { person: mark.by });
      await ports.cases.raiseAlarm(kind, about, mark);
    };
    return { ...ports, cases: { ...ports.cases, raiseAlarm } };
  };
}
