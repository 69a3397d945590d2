import type { Exposure } from '@/api/portfolio'
import { useAmounts } from '@/lib/amount'
import { share } from '@/lib/format'
import classes from './Breakdown.module.css'

type Row = Pick<Exposure, 'key' | 'name' | 'value' | 'percent'>

type Props = {
  rows: readonly Row[]
  /** What the table divides: "Stocks by region". */
  caption: string
  /** The wished percent of a key, marked on its bar. */
  targetOf?: (key: string) => number | undefined
  /** The colour of a key's bar; the accent without. */
  colorOf?: (key: string) => string
}

/** How a whole is divided: a table whose rows are bars. */
export function Breakdown({ rows, caption, targetOf, colorOf }: Props) {
  const { money } = useAmounts()
  const widest = Math.max(1, ...rows.map((r) => Math.max(r.percent, targetOf?.(r.key) ?? 0)))
  const width = (p: number) => `${(Math.max(0, p) / widest) * 100}%`
  return (
    <table className={classes.table}>
      <caption className={classes.caption}>{caption}</caption>
      <thead className={classes.head}>
        <tr>
          <th scope="col">Part</th>
          <th scope="col" className="number">
            Share
          </th>
          {targetOf ? (
            <th scope="col" className="number">
              Target
            </th>
          ) : null}
          <th scope="col" className="number">
            Value
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const target = targetOf?.(row.key)
          return (
            <tr key={row.key} data-key={row.key}>
              <th scope="row" className={classes.name}>
                {row.name}
                <span className={classes.track} aria-hidden>
                  <span className={classes.bar} style={{ width: width(row.percent), background: colorOf?.(row.key) }} />
                  {target === undefined ? null : <span className={classes.target} style={{ left: width(target) }} />}
                </span>
              </th>
              <td className={`number ${classes.share}`} data-percent>
                {share(row.percent)}
              </td>
              {targetOf ? <td className={`number ${classes.quiet}`}>{target === undefined ? 'none' : share(target)}</td> : null}
              <td className={`number ${classes.quiet}`}>{money(row.value)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
