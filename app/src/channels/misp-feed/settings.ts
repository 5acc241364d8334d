/** How feeds are served. */
export interface MispFeedSettings {
  /** Secret, 32 bytes, the same after a restart: consumers keep the tags made with it. */
  readonly tagKey: Uint8Array;
  /** Days for which an event that was called back is still served, so that readers notice. */
  readonly recallDays: number;
}
