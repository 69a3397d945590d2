import type { ReactNode } from 'react'
import classes from './NumbersTable.module.css'

export type Column<Row> = { name: string; cell: (row: Row) => ReactNode }

type Props<Row> = { label: string; rows: Row[]; columns: Column<Row>[] }

/** Rows of a chart: the first column names them, the others are figures. Plain elements: a fan has hundreds of cells. */
export function NumbersTable<Row>({ label, rows, columns }: Props<Row>) {
  const [first, ...rest] = columns
  if (!first) return null
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{first.name}</th>
          {rest.map((c) => (
            <th key={c.name} scope="col" className="number">
              {c.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows keep their order, and names may be the same
          <tr key={i}>
            <th scope="row">{first.cell(row)}</th>
            {rest.map((c) => (
              <td key={c.name} className="number">
                {c.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
