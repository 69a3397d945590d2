import { VisuallyHidden } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Portfolio, ValuedAccount } from '@/api/portfolio'
import type { Holding } from '@/api/positions'
import { AccountLine, CashLine, ClassLine } from './GroupLines'
import { HoldingLine } from './HoldingLine'
import classes from './Holdings.module.css'
import type { Row } from './rows'
import { useVisibleRows } from './useVisibleRows'

/** What a line of the table can ask the page for. */
export type HoldingActions = {
  canEdit: boolean
  describe: (holding: Holding) => void
  remove: (holding: Holding) => void
  add: (account: ValuedAccount) => void
  editAccount: (account: ValuedAccount) => void
  deleteAccount: (account: ValuedAccount) => void
}

type Props = {
  rows: Row[]
  portfolio: Portfolio
  /** Whether the account of a holding has to stand in its line. */
  namesAccounts: boolean
  actions: HoldingActions
  /** The holding whose quantity is being edited. */
  editing: string | null
  edit: (id: string, on: boolean) => void
}

/** Everything that is owned. Of a long list only the lines in view are in the page; all are on paper. */
export function Holdings({ rows, portfolio, namesAccounts, actions, editing, edit }: Props) {
  const [table, setTable] = useState<HTMLTableElement | null>(null)
  const kept = rows.findIndex((r) => r.kind === 'holding' && r.holding.id === editing)
  const { visible, before, after, measure } = useVisibleRows(table, rows, kept)
  // The line that had the focus goes; the keyboard stays in the table.
  const inTable: HoldingActions = useMemo(
    () => ({
      ...actions,
      remove: (holding) => {
        actions.remove(holding)
        setTimeout(() => table?.focus({ preventScroll: true }), 50)
      },
    }),
    [actions, table],
  )
  return (
    <table ref={setTable} tabIndex={-1} className={classes.table} aria-rowcount={rows.length + 1}>
      <caption>
        <VisuallyHidden>Holdings, with quantity, price and value</VisuallyHidden>
      </caption>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col">Holding</th>
          <th scope="col" className="number">
            Quantity
          </th>
          <th scope="col" className="number">
            Price
          </th>
          <th scope="col" className="number">
            Value
          </th>
          <th scope="col" className="no-print">
            <VisuallyHidden>Actions</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {before > 0 ? <Gap height={before} /> : null}
        {visible.map(({ row, index }) => {
          const line = { index, measure }
          switch (row.kind) {
            case 'account':
              return <AccountLine key={row.key} row={row} actions={actions} {...line} />
            case 'class':
              return <ClassLine key={row.key} row={row} {...line} />
            case 'cash':
              return <CashLine key={row.key} row={row} namesAccount={namesAccounts} actions={actions} {...line} />
            default:
              return (
                <HoldingLine
                  key={row.key}
                  row={row}
                  portfolio={portfolio}
                  namesAccount={namesAccounts}
                  actions={inTable}
                  isEditing={editing !== null && row.holding.id === editing}
                  edit={edit}
                  {...line}
                />
              )
          }
        })}
        {after > 0 ? <Gap height={after} /> : null}
      </tbody>
    </table>
  )
}

/** Stands for the lines that are out of view. */
function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden className={classes.gap}>
      <td colSpan={5} style={{ height }} />
    </tr>
  )
}
