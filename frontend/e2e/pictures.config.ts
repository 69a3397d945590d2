import journeys from './vitest.config.ts'

// The README's pictures, for `make pictures`.
export default { ...journeys, test: { ...journeys.test, include: ['e2e/pictures.ts'] } }
