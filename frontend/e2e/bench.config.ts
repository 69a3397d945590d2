import journeys from './vitest.config.ts'

// The figures of the page for `make bench`.
export default { ...journeys, test: { ...journeys.test, include: ['e2e/*.bench.ts'] } }
