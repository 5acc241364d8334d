/** Lower-case hex SHA-256 over the canonical JSON (RFC 8785) of a value. */
export type Digest = (value: unknown) => string;
