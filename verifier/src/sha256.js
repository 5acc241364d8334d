/** The 64 round constants (FIPS 180-4 §4.2.2). */
const ROUND_CONSTANTS = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];
/** The first hash value (FIPS 180-4 §5.3.3). */
const FIRST = new Uint8Array([
    0x6a, 0x09, 0xe6, 0x67, 0xbb, 0x67, 0xae, 0x85, 0x3c, 0x6e, 0xf3, 0x72, 0xa5, 0x4f, 0xf5, 0x3a,
    0x51, 0x0e, 0x52, 0x7f, 0x9b, 0x05, 0x68, 0x8c, 0x1f, 0x83, 0xd9, 0xab, 0x5b, 0xe0, 0xcd, 0x19,
]);
const BLOCK = 64;
// DataViews, because their reads are numbers; shared, because the functions below never interleave.
const K = new DataView(new ArrayBuffer(64 * 4));
ROUND_CONSTANTS.forEach((constant, at) => K.setInt32(at * 4, constant, true));
const W = new DataView(new ArrayBuffer(64 * 4));
const TAIL = new Uint8Array(2 * BLOCK);
const TAIL_VIEW = new DataView(TAIL.buffer);
/**
 * SHA-256 (FIPS 180-4) in plain synchronous code. WebCrypto's digest is asynchronous, and waiting
 * for it costs ten times more than hashing a leaf; a tree of a million leaves needs two million.
 */
export const sha256 = (bytes) => {
    const digest = FIRST.slice();
    const state = new DataView(digest.buffer);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const whole = bytes.length - (bytes.length % BLOCK);
    for (let at = 0; at < whole; at += BLOCK)
        compress(state, view, at);
    const tail = pad(bytes, whole);
    for (let at = 0; at < tail; at += BLOCK)
        compress(state, TAIL_VIEW, at);
    return digest;
};
/** Puts what follows the last whole block into TAIL, padded (FIPS 180-4 §5.1.1); gives its length. */
function pad(bytes, from) {
    const rest = bytes.length - from;
    const length = rest < BLOCK - 8 ? BLOCK : 2 * BLOCK;
    TAIL.fill(0);
    TAIL.set(bytes.subarray(from));
    TAIL[rest] = 0x80;
    TAIL_VIEW.setUint32(length - 8, Math.floor(bytes.length / 0x20000000));
    TAIL_VIEW.setUint32(length - 4, (bytes.length % 0x20000000) * 8);
    return length;
}
/** One block into the state (FIPS 180-4 §6.2.2). Long for its loop: calls would cost a third more. */
function compress(state, block, at) {
    schedule(block, at);
    let a = state.getInt32(0);
    let b = state.getInt32(4);
    let c = state.getInt32(8);
    let d = state.getInt32(12);
    let e = state.getInt32(16);
    let f = state.getInt32(20);
    let g = state.getInt32(24);
    let h = state.getInt32(28);
    for (let i = 0; i < 256; i += 4) {
        const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K.getInt32(i, true) + W.getInt32(i, true)) | 0;
        const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g;
        g = f;
        f = e;
        e = (d + t1) | 0;
        d = c;
        c = b;
        b = a;
        a = (t1 + t2) | 0;
    }
    add(state, 0, a);
    add(state, 4, b);
    add(state, 8, c);
    add(state, 12, d);
    add(state, 16, e);
    add(state, 20, f);
    add(state, 24, g);
    add(state, 28, h);
}
function add(state, at, word) {
    state.setInt32(at, state.getInt32(at) + word);
}
/** The 64 message words of a block, into W (FIPS 180-4 §6.2.2, step 1). */
function schedule(block, at) {
    for (let i = 0; i < 64; i += 4)
        W.setInt32(i, block.getInt32(at + i), true);
    for (let i = 64; i < 256; i += 4) {
        const x = W.getInt32(i - 60, true);
        const y = W.getInt32(i - 8, true);
        const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        W.setInt32(i, W.getInt32(i - 64, true) + s0 + W.getInt32(i - 28, true) + s1, true);
    }
}
//# sourceMappingURL=sha256.js.map