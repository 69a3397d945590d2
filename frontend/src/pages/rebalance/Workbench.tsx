import { Alert, Button, Group, Radio, Stack, Switch, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Portfolio } from '@/api/portfolio'
import { Problem } from '@/api/problem'
import { type RebalanceRule, rebalance } from '@/api/rebalance'
import { explain } from '@/components/Failure'
import { Panel } from '@/components/Panel'
import type { Drift } from './DriftPanel'
import { Picks } from './Picks'
import classes from './Rebalance.module.css'
import { WorksheetView } from './WorksheetView'

const rules: { value: RebalanceRule; label: string; help: string }[] = [
  {
    value: 'buy_only',
    label: 'Only buy, and never past a target',
    help: 'Spends the cash in each account. What finds no place stays cash. No sale, so no tax on gains.',
  },
  {
    value: 'cash_only',
    label: 'Put cash to work',
    help: 'Spends the same cash as long as the whole comes nearer; a mixed fund may carry one class a little past its target.',
  },
  {
    value: 'buy_and_sell',
    label: 'Buy and sell',
    help: 'May also sell what you pick, first in accounts without tax on gains, then where the gain is smallest.',
  },
]

/** The rule and the instruments that the person chooses, and the worksheet of them. */
export function Workbench({ portfolio, drift }: { portfolio: Portfolio; drift: Drift[] }) {
  const [rule, setRule] = useState<RebalanceRule>('buy_only')
  const [instruments, setInstruments] = useState<string[]>([])
  const [wholeShares, setWhole] = useState(true)
  const work = useMutation({ mutationFn: rebalance })
  // A worksheet of other choices than those that are shown would mislead.
  const changed = <V,>(set: (value: V) => void) => {
    return (value: V) => {
      set(value)
      work.reset()
    }
  }
  const refused = work.error instanceof Problem && work.error.status === 422 ? work.error : null
  return (
    <>
      <Panel title="Your worksheet" className="no-print">
        <form
          onSubmit={(e) => {
            e.preventDefault()
            work.mutate({ rule, instruments, wholeShares })
          }}
        >
          <Stack gap="lg">
            <Radio.Group label="What may happen" value={rule} onChange={changed((v: string) => setRule(v as RebalanceRule))}>
              <Stack gap="sm" mt={6}>
                {rules.map((r) => (
                  <Radio key={r.value} value={r.value} label={r.label} description={r.help} />
                ))}
              </Stack>
            </Radio.Group>
            <Picks
              portfolio={portfolio}
              picked={instruments}
              pick={changed(setInstruments)}
              error={refused ? refusal(refused, instruments) : undefined}
            />
            <Switch
              label="Whole shares only"
              description="Off: parts of shares, as most funds and some brokers allow."
              checked={wholeShares}
              onChange={(e) => changed(setWhole)(e.currentTarget.checked)}
            />
            {work.error && !refused ? (
              <Alert color="red" variant="light" role="alert" title="There is no worksheet yet">
                {explain(work.error)} Your choices are kept.
              </Alert>
            ) : null}
            <Group gap="sm">
              <Button type="submit" loading={work.isPending} disabled={instruments.length === 0}>
                {work.error ? 'Try again' : 'Work it out'}
              </Button>
              {instruments.length === 0 ? (
                <Text size="sm" c="dimmed">
                  Pick at least one instrument first.
                </Text>
              ) : null}
            </Group>
          </Stack>
        </form>
      </Panel>
      <p role="status" className={classes.spoken}>
        {work.data ? 'The worksheet is ready.' : ''}
      </p>
      <div>{work.data ? <WorksheetView sheet={work.data} portfolio={portfolio} drift={drift} picked={instruments} /> : null}</div>
    </>
  )
}

/** The refusals in words that name the instrument instead of its place. */
export function refusal(problem: Problem, instruments: string[]): string {
  const texts = problem.errors.map(({ location, message }) => {
    const place = /instruments\[(\d+)\]/.exec(location)
    const symbol = place ? instruments[Number(place[1])] : undefined
    return symbol && !message.includes(symbol) ? `${symbol}: ${message}` : message
  })
  const text = texts.join('. ') || problem.message
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.${/price/.test(text) ? ' Give it a price in the portfolio first.' : ''}`
}
