import type { Moment } from "../column.ts";
import type { Transactor } from "../transaction/transaction.ts";

export interface NewAlarm {
  readonly id: string;
  readonly kind: string;
  readonly person: string;
  readonly case: string | undefined;
  readonly item: string | undefined;
  readonly at: Moment;
}

export async function addAlarm({ change }: Transactor, alarm: NewAlarm): Promise<void> {
  const { id, kind, person, item = null, at } = alarm;
  await change
    .insertInto("alarm")
    .values({ id, kind, person, case_id: alarm.case ?? null, item, at })
    .execute();
}
