import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

// Below this all lines are in the page: a browser's own search and a screen
// reader find everything.
const few = 150

type Keyed = { key: string; kind: string }

export type LineProps = { index: number; measure: (element: HTMLElement | null) => void }

/** Which rows of a table to put into the page, and the room of those that are left out. The kept row always is. */
export function useVisibleRows<R extends Keyed>(table: HTMLElement | null, rows: R[], kept: number) {
  const isPrinting = usePrinting()
  const isLong = rows.length > few && !isPrinting
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    enabled: isLong,
    estimateSize: (i) => (rows[i]?.kind === 'holding' ? 54 : 58),
    overscan: 15,
    scrollMargin: table ? table.getBoundingClientRect().top + window.scrollY : 0,
    getItemKey: (i) => rows[i]?.key ?? i,
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const shown = defaultRangeExtractor(range)
        return kept < 0 || shown.includes(kept) ? shown : [...shown, kept].sort((a, b) => a - b)
      },
      [kept],
    ),
  })
  if (!isLong) return { visible: rows.map((row, index) => ({ row, index })), before: 0, after: 0, measure: ignore }
  const items = virtualizer.getVirtualItems()
  const margin = virtualizer.options.scrollMargin
  const [first, last] = [items[0], items.at(-1)]
  return {
    visible: items.flatMap(({ index }) => {
      const row = rows[index]
      return row ? [{ row, index }] : []
    }),
    before: first ? first.start - margin : 0,
    after: last ? virtualizer.getTotalSize() - (last.end - margin) : 0,
    measure: virtualizer.measureElement,
  }
}

const ignore = () => {}

/** Whether the page is on its way to paper, where nothing may be left out. */
function usePrinting(): boolean {
  const [isPrinting, set] = useState(false)
  useEffect(() => {
    const begin = () => flushSync(() => set(true))
    const end = () => set(false)
    addEventListener('beforeprint', begin)
    addEventListener('afterprint', end)
    return () => {
      removeEventListener('beforeprint', begin)
      removeEventListener('afterprint', end)
    }
  }, [])
  return isPrinting
}
