import { afterAll, beforeAll } from "vitest";
import { openStore, type Store } from "../../../src/store/open-store.ts";
import { DroppingProxy } from "./dropping-proxy.ts";
import type { TestStore } from "./test-store.ts";

/** A store whose connections go through a proxy that drops COMMITs when told to. */
interface DroppingStore {
  readonly proxy: DroppingProxy;
  readonly store: Store;
}

/** One over the database of a test file, opened before the first test and closed after the last. */
export function useDroppingStore(opened: () => TestStore): () => DroppingStore {
  let dropping: DroppingStore | undefined;
  beforeAll(async () => {
    const { home, server } = opened();
    const proxy = await DroppingProxy.open(server.endpoint.socket, server.endpoint.port);
    const store = await openStore({ home, url: opened().url("caveat", proxy.folder) });
    dropping = { proxy, store };
  });
  afterAll(async () => {
    await dropping?.store.close();
    await dropping?.proxy.close();
  });
  return () => {
    if (dropping === undefined) throw new Error("the store is open inside tests only");
    return dropping;
  };
}
