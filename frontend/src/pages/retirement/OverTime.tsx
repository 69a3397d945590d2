import { SegmentedControl } from '@mantine/core'
import { lazy, useState } from 'react'
import type { Plan, Projection } from '@/api/retirement'
import { Panel } from '@/components/Panel'

const Fan = lazy(() => import('@/charts/Fan'))

type Money = 'today' | 'nominal'
type Props = {
  plan: Plan
  percentiles: Projection['percentiles']
  /** In the dollars of each year; they come with a closer look, at a plan a moment ago perhaps. */
  nominal: { plan: Plan; percentiles: Projection['percentiles'] } | null
}

const captions: Record<Money, string> = {
  today: 'What you have at each age, in today’s money: the middle future and bands around it. Each age by itself.',
  nominal:
    'What you have at each age, in the dollars of that year: larger numbers that buy no more, for each future’s own prices have risen.',
}

/** The fan, in today's money or in the dollars of each year. */
export function OverTime({ plan, percentiles, nominal }: Props) {
  const [money, setMoney] = useState<Money>('today')
  const shown = money === 'nominal' && nominal ? 'nominal' : 'today'
  return (
    <Panel title="Your money over time">
      <SegmentedControl
        size="xs"
        mb="sm"
        aria-label="Money of which year"
        className="no-print"
        disabled={!nominal}
        value={shown}
        onChange={(value) => setMoney(value as Money)}
        data={[
          { value: 'today', label: 'Today’s money' },
          { value: 'nominal', label: 'Dollars of the year' },
        ]}
      />
      <Fan
        percentiles={shown === 'nominal' && nominal ? nominal.percentiles : percentiles}
        retirementAge={shown === 'nominal' && nominal ? nominal.plan.retirementAge : plan.retirementAge}
        title=""
        caption={captions[shown]}
      />
    </Panel>
  )
}
