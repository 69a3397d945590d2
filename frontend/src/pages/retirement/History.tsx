import { SimpleGrid, Text } from '@mantine/core'
import { memo } from 'react'
import type { Projection } from '@/api/retirement'
import { Panel } from '@/components/Panel'
import { useAmounts } from '@/lib/amount'
import classes from './History.module.css'

type Stress = Projection['stress'][number]

/** The plan begun in bad years, and the start years of history that it fails. */
export const History = memo(function History({ projection: p }: { projection: Projection }) {
  const { moneyShort } = useAmounts()
  const history = (p.methods ?? []).find((m) => m.mode === 'historical')
  const failed = p.failedStarts ?? history?.failedStarts ?? []
  const windows = p.windows ?? history?.futures
  if (p.stress.length === 0 && windows === undefined) return null
  return (
    <Panel title="Begun in a bad year">
      <Text size="sm" mb="sm">
        {windows === undefined ? null : failed.length === 0 ? (
          <>The plan was paid in full from every one of {windows} start years of history.</>
        ) : (
          <>
            Of {windows} start years of history it fails {failed.length}: {failed.join(', ')}.
          </>
        )}
        {p.worstStart ? ` The hardest was ${p.worstStart}.` : null}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 5 }} spacing="sm">
        {p.stress.map((s) => (
          <div key={s.startYear} className={classes.card}>
            <h3 className={classes.year}>{s.startYear}</h3>
            <p className={s.paidInFull ? classes.good : classes.bad}>{ending(s)}</p>
            <p className={classes.left}>
              {moneyShort(s.balance)} left after {s.years} years
              {s.complete ? null : ', as far as history goes'}
            </p>
          </div>
        ))}
      </SimpleGrid>
    </Panel>
  )
})

function ending(s: Stress): string {
  if (s.paidInFull) return s.complete ? 'Paid in full' : 'Paid in full so far'
  return s.underpaidAge === null ? 'Falls short' : `Falls short at ${s.underpaidAge}`
}
