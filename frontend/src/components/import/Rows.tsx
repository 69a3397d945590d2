import { Checkbox, Tabs, Text, Title, VisuallyHidden } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useState } from 'react'
import type { ImportRow } from '@/api/imports'
import { useAmounts } from '@/lib/amount'
import { unitPrice } from '@/lib/format'
import classes from './Rows.module.css'
import { heldWords, type Status, statuses, statusWords } from './words'

type Props = { rows: ImportRow[]; excluded: ReadonlySet<string>; exclude: (ids: ReadonlySet<string>) => void }

// Below this all rows are in the page.
const few = 120

/** Every row of the file with what becomes of it. A row without its check is left out. */
export function Rows({ rows, excluded, exclude }: Props) {
  const [tab, setTab] = useState<Status | 'all'>('all')
  const shown = useMemo(() => (tab === 'all' ? rows : rows.filter((r) => r.status === tab)), [rows, tab])
  const count = (status: Status) => rows.filter((r) => r.status === status).length
  return (
    <section>
      <Title order={3} mb={4}>
        Rows of the file
      </Title>
      <Tabs value={tab} onChange={(t) => setTab((t ?? 'all') as Status | 'all')} keepMounted={false}>
        <Tabs.List className={classes.tabs}>
          <Tabs.Tab value="all">All {rows.length}</Tabs.Tab>
          {statuses.map((status) => (
            <Tabs.Tab key={status} value={status} disabled={count(status) === 0}>
              {statusWords[status]} {count(status)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>
          <RowsTable key={tab} rows={shown} excluded={excluded} exclude={exclude} />
        </Tabs.Panel>
      </Tabs>
    </section>
  )
}

function RowsTable({ rows, excluded, exclude }: Props) {
  const [frame, setFrame] = useState<HTMLElement | null>(null)
  const isLong = rows.length > few
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: isLong,
    getScrollElement: () => frame,
    estimateSize: () => 46,
    overscan: 12,
    getItemKey: (i) => rows[i]?.id ?? i,
  })
  const items = isLong ? virtualizer.getVirtualItems() : rows.map((_, index) => ({ index, start: 0, end: 0 }))
  const before = items[0]?.start ?? 0
  const after = isLong ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0
  const choosable = rows.filter((r) => r.held !== 'not_held').map((r) => r.id)
  const out = choosable.filter((id) => excluded.has(id)).length
  const change = (ids: string[], isIn: boolean) => {
    const next = new Set(excluded)
    for (const id of ids) isIn ? next.delete(id) : next.add(id)
    exclude(next)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a surface that scrolls has to be reachable by keyboard
    <section ref={setFrame} className={classes.frame} tabIndex={0} aria-label="Rows of the file, scrolling">
      <table className={classes.table} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th scope="col" className={classes.check}>
              {choosable.length > 0 ? (
                <Checkbox
                  size="xs"
                  aria-label="Import all of these rows"
                  checked={out === 0}
                  indeterminate={out > 0 && out < choosable.length}
                  onChange={(e) => change(choosable, e.currentTarget.checked)}
                />
              ) : (
                <VisuallyHidden>Import</VisuallyHidden>
              )}
            </th>
            <th scope="col">Row</th>
            <th scope="col" className="number">
              Quantity
            </th>
            <th scope="col" className={`number ${classes.wide}`}>
              Price
            </th>
            <th scope="col" className="number">
              Value
            </th>
            <th scope="col" className={classes.status}>
              Status
            </th>
          </tr>
        </thead>
        <tbody>
          {before > 0 ? <Gap height={before} /> : null}
          {items.map(({ index }) => {
            const row = rows[index]
            return row ? (
              <Line
                key={row.id}
                row={row}
                index={index}
                measure={isLong ? virtualizer.measureElement : undefined}
                isOut={excluded.has(row.id)}
                change={(isIn) => change([row.id], isIn)}
              />
            ) : null
          })}
          {after > 0 ? <Gap height={after} /> : null}
        </tbody>
      </table>
    </section>
  )
}

type LineProps = {
  row: ImportRow
  index: number
  measure?: (element: HTMLElement | null) => void
  isOut: boolean
  change: (isIn: boolean) => void
}

function Line({ row, index, measure, isOut, change }: LineProps) {
  const { shares, moneyExact } = useAmounts()
  const name = row.symbol || row.description || `Line ${row.line}`
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2} data-out={isOut || undefined}>
      <td className={classes.check}>
        {row.held === 'not_held' ? null : (
          <Checkbox
            size="xs"
            aria-label={`Import ${name}, line ${row.line}`}
            checked={!isOut}
            onChange={(e) => change(e.currentTarget.checked)}
          />
        )}
      </td>
      <th scope="row">
        <span className={classes.symbol}>{name}</span>
        <Text size="xs" c="dimmed" component="div">
          {[row.symbol ? row.description : '', row.account].filter(Boolean).join(' · ')}
        </Text>
      </th>
      <td className="number">{shares(row.quantity)}</td>
      <td className={`number ${classes.wide}`}>{unitPrice(row.price)}</td>
      <td className="number">{moneyExact(row.value)}</td>
      <td className={classes.status}>
        <span className={classes.badge} data-status={row.status}>
          {statusWords[row.status]}
        </span>
        <Text size="xs" c="dimmed" component="div">
          {isOut ? 'left out by you' : row.reason || heldWords[row.held]}
        </Text>
      </td>
    </tr>
  )
}

function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={6} style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}
