import { defineConfig } from 'vitest/config'

// Journeys in Debian's Chromium against bin/alex, which `make build` makes. Each
// file has a server and a browser of its own.
export default defineConfig({
  test: {
    include: ['e2e/*.e2e.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
    reporters: ['verbose'],
  },
})
