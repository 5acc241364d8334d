import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["app/test/**/*.test.ts", "verifier/test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/fixtures/**"],
    setupFiles: ["app/test/support/seed.ts"],
    pool: "threads",
    maxWorkers: 2,
    // Generous, since machines are noisy: the limit is there to end what hangs, not to time it.
    testTimeout: 180_000,
    hookTimeout: 60_000,
    watch: false,
  },
});
