import { SimpleGrid, Table, Text } from '@mantine/core'
import { lazy, memo, Suspense } from 'react'
import type { Plan, Projection } from '@/api/retirement'
import { Panel } from '@/components/Panel'
import { useAmounts } from '@/lib/amount'
import { OverTime } from './OverTime'

const SpendingBars = lazy(() => import('@/charts/SpendingBars'))
const Histogram = lazy(() => import('@/charts/Histogram'))
const IncomeCurve = lazy(() => import('@/charts/IncomeCurve'))

type Props = { plan: Plan; projection: Projection }
type OutcomeProps = Props & { closer: { asked: { plan: Plan }; projection: Projection } | null }

/** What the plan comes to, in pictures. */
export const Outcome = memo(function Outcome({ plan, projection: p, closer }: OutcomeProps) {
  const percentiles = closer?.projection.nominalPercentiles
  const nominal = closer && percentiles ? { plan: closer.asked.plan, percentiles } : null
  return (
    <Suspense>
      <OverTime plan={plan} percentiles={p.percentiles} nominal={nominal} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
        <Panel title="Each year">
          <SpendingBars flows={p.cashFlows} />
        </Panel>
        <Panel title="At the end">
          <Histogram bins={p.endingHistogram} />
        </Panel>
      </SimpleGrid>
      <Sustainable plan={plan} projection={p} />
    </Suspense>
  )
})

/** How much could be spent, by how sure one wants to be. */
function Sustainable({ plan, projection: p }: Props) {
  const { money } = useAmounts()
  const income = p.sustainableIncome
  if (!income) return null
  const rows: [string, string][] = [
    ['1 in 2', income.p50],
    ['3 in 4', income.p75],
    ['9 in 10', income.p90],
    ['19 in 20', income.p95],
  ]
  return (
    <Panel title="What you could spend">
      <SimpleGrid cols={{ base: 1, lg: p.incomeCurve.length > 0 ? 2 : 1 }} spacing="lg">
        <div>
          <Text size="sm" mb="xs">
            A year of spending that is paid in full, to the end, in at least so many of the futures. Your plan spends{' '}
            {money(plan.annualSpending)}.
          </Text>
          <Table aria-label="Sustainable spending">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">In at least</Table.Th>
                <Table.Th scope="col" ta="right">
                  A year
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(([share, amount], i) => (
                <Table.Tr key={share}>
                  <Table.Th scope="row" fw={400}>
                    {share} futures ({[50, 75, 90, 95][i]}%)
                  </Table.Th>
                  <Table.Td className="number">{money(amount)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
        {p.incomeCurve.length > 0 ? <IncomeCurve points={p.incomeCurve} planned={plan.annualSpending} /> : null}
      </SimpleGrid>
    </Panel>
  )
}
