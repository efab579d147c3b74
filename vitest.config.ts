import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';

// One run, three projects: unit tests on Node, the same contracts on workerd + D1, and whole processes with
// real HTTP and real browsers.
export default defineConfig(async () => ({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: ['test/**/*.{workers,system,browser}.test.ts', 'test/bench/**'],
          testTimeout: 60_000, // some start processes, and machines are busy
          maxWorkers: 2, // the default leaves one of two cores idle
          sequence: { groupOrder: 0 }, // the projects one after another: each has the machine for itself
        },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              // The compiled content goes to the tests over one WebSocket message, and is larger than 1 MiB.
              compatibilityFlags: ['increase_websocket_message_size'],
              bindings: {
                MIGRATIONS: await readD1Migrations('src/store/migrations'),
                MIGRATIONS_KEYS: await readD1Migrations('src/store/migrations-keys'),
                KOMATTA_KEY: 'q83vEjRWeJASNFZ4kBI0VniQq83vEjRWeJASNFZ4kBI=',
                LINE_CHANNEL_SECRET: 'workers-secret',
                LINE_CHANNEL_ACCESS_TOKEN: 'workers-token',
              },
            },
          }),
        ],
        test: { name: 'workers', include: ['test/**/*.workers.test.ts'], sequence: { groupOrder: 1 } },
      },
      {
        test: {
          name: 'system',
          include: ['test/**/*.{system,browser}.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
}));
