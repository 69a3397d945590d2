import type { Chart } from '@/api/reports'

/** Which section a chart stands in; what has no home there comes at the end, under ''. The order of the charter stays. */
export function chartsOfSections(sections: { key: string }[], charts: Chart[]): Map<string, Chart[]> {
  const keys = new Set(sections.map((s) => s.key))
  const placed = new Map<string, Chart[]>()
  for (const chart of charts) {
    const home = chart.key.startsWith('retirement') ? 'retirement' : 'holdings'
    const key = keys.has(home) ? home : ''
    placed.set(key, [...(placed.get(key) ?? []), chart])
  }
  return placed
}
