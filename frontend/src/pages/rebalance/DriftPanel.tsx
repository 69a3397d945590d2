import { Table } from '@mantine/core'
import type { Portfolio } from '@/api/portfolio'
import { Panel } from '@/components/Panel'
import { useAmounts } from '@/lib/amount'
import { share, sharePoints } from '@/lib/format'
import { word } from '@/lib/words'
import classes from './Rebalance.module.css'

export type Drift = NonNullable<Portfolio['drift']>[number]

/** Each class beside its target, with the distance in points and dollars. */
export function DriftPanel({ drift }: { drift: Drift[] }) {
  const { money } = useAmounts()
  return (
    <Panel title="Distance from your targets">
      <Table className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Class</Table.Th>
            <Table.Th scope="col" className="number">
              Now
            </Table.Th>
            <Table.Th scope="col" className="number">
              Target
            </Table.Th>
            <Table.Th scope="col" className={classes.picture}>
              <span className={classes.spoken}>Picture</span>
            </Table.Th>
            <Table.Th scope="col" className="number">
              Distance
            </Table.Th>
            <Table.Th scope="col" className={`number ${classes.wide}`}>
              In dollars
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {drift.map((d) => (
            <Table.Tr key={d.key}>
              <Table.Th scope="row">{word(d.key)}</Table.Th>
              <Table.Td className="number">{share(d.actualPercent)}</Table.Td>
              <Table.Td className="number">{share(d.targetPercent)}</Table.Td>
              <Table.Td className={classes.picture}>
                <Bar actual={d.actualPercent} target={d.targetPercent} />
              </Table.Td>
              <Table.Td className="number">
                {sharePoints(d.driftPercent)}
                <span className={classes.narrow}>{money(d.driftValue)}</span>
              </Table.Td>
              <Table.Td className={`number ${classes.wide}`}>{money(d.driftValue)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  )
}

/** A bar of what is, with a mark at what is wanted. The figures stand beside it. */
export function Bar({ actual, target }: { actual: number; target: number | undefined }) {
  return (
    <span className={classes.track} aria-hidden>
      <span className={classes.bar} style={{ width: `${Math.max(0, Math.min(100, actual))}%` }} />
      {target === undefined ? null : <span className={classes.mark} style={{ left: `${target}%` }} />}
    </span>
  )
}
