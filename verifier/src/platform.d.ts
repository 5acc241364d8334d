// All that this package uses of its platform: what node ≥ 22.12 and every browser with Ed25519 in
// WebCrypto share. Nothing else is in scope (tsconfig: no types, no DOM), so nothing else can be used.

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label: "utf-8", options: { readonly fatal: boolean; readonly ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}

/** An imported key; opaque to us. */
interface SubtleKey {
  readonly type: string;
}

declare const crypto: {
  readonly subtle: {
    importKey(
      format: "raw" | "pkcs8",
      bytes: Uint8Array,
      algorithm: { readonly name: "Ed25519" },
      extractable: boolean,
      usages: readonly string[],
    ): Promise<SubtleKey>;
    exportKey(format: "jwk", key: SubtleKey): Promise<{ readonly x?: string }>;
    verify(
      algorithm: { readonly name: "Ed25519" },
      key: SubtleKey,
      signature: Uint8Array,
      message: Uint8Array,
    ): Promise<boolean>;
  };
};
