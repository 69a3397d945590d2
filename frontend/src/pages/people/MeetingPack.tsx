import { Button, Checkbox, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { readActing } from '@/api/acting'
import { plansQuery } from '@/api/plans'
import { portfolioQuery } from '@/api/portfolio'
import { latestReportQuery } from '@/api/reports'
import { Markdown } from '@/components/markdown/Markdown'
import { Panel } from '@/components/Panel'
import { useAmounts } from '@/lib/amount'
import { date } from '@/lib/format'
import { useSetting } from '@/lib/preferences'
import classes from './MeetingPack.module.css'

/** Two sheets for a meeting: who, when, what about, and what the plan says today. */
export function MeetingPack() {
  const acting = readActing()
  const owner = acting?.id ?? 'own'
  const [client, setClient] = useState(acting?.name ?? '')
  const [day, setDay] = useState('')
  const [agenda, setAgenda] = useState('')
  const [notes, setNotes] = useSetting(`alex.notes.${owner}`)
  const [printsNotes, setPrintsNotes] = useState(false)
  const [chosen, setChosen] = useState<string[]>([])
  const plans = useQuery(plansQuery)
  const portfolio = useQuery(portfolioQuery)
  const report = useQuery(latestReportQuery)
  const { money } = useAmounts()
  return (
    <Panel title="Meeting pack" action={<PrintButton />}>
      <Text size="sm" c="dimmed" mb="md" className="no-print">
        For a talk about {acting ? `the plan of ${acting.name}` : 'your plan'}: fill in, choose, print.
      </Text>
      <div className={classes.fields}>
        <TextInput label="Client" value={client} onChange={(e) => setClient(e.currentTarget.value)} />
        <TextInput label="Date" type="date" value={day} onChange={(e) => setDay(e.currentTarget.value)} />
      </div>
      <Textarea label="Agenda" autosize minRows={2} value={agenda} onChange={(e) => setAgenda(e.currentTarget.value)} mt="sm" />
      <div className={printsNotes ? undefined : 'no-print'}>
        <Textarea
          label="Private notes"
          description="Kept in this browser alone, never sent"
          autosize
          minRows={2}
          mt="sm"
          value={notes ?? ''}
          onChange={(e) => setNotes(e.currentTarget.value || null)}
        />
      </div>
      <Checkbox
        className="no-print"
        mt="xs"
        label="Print the private notes too"
        checked={printsNotes}
        onChange={(e) => setPrintsNotes(e.currentTarget.checked)}
      />
      {(plans.data ?? []).length > 0 ? (
        <Checkbox.Group className="no-print" label="Plans to bring" value={chosen} onChange={setChosen} mt="sm">
          <Stack gap={4} mt={4}>
            {(plans.data ?? []).map((p) => (
              <Checkbox key={p.id} value={p.id} label={p.name || 'A plan without a name'} />
            ))}
          </Stack>
        </Checkbox.Group>
      ) : null}
      <section className={classes.today}>
        <Title order={3}>Today</Title>
        {portfolio.data && !report.data ? (
          <Text size="sm">
            {money(portfolio.data.totalValue)} in {(portfolio.data.accounts ?? []).length} accounts, at prices of{' '}
            {date(portfolio.data.asOf)}.
          </Text>
        ) : null}
        {report.data ? <Markdown>{report.data.summary}</Markdown> : null}
        {(plans.data ?? [])
          .filter((p) => chosen.includes(p.id))
          .map((p) => (
            <div key={p.id} className="unbroken">
              <Title order={4}>{p.name || 'A plan without a name'}</Title>
              <Text size="sm">
                Retire at {p.retirementAge}, plan until {p.horizonAge}; spend {money(p.annualSpending)} a year, save{' '}
                {money(p.annualContribution)} until then.
              </Text>
            </div>
          ))}
      </section>
    </Panel>
  )
}

const PrintButton = () => (
  <Button size="xs" variant="default" className="no-print" onClick={() => window.print()}>
    Print
  </Button>
)
