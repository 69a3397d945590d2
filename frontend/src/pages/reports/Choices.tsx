import { Button, Group, Text } from '@mantine/core'
import { may } from '@/api/acting'
import type { Choice, Mark } from '@/api/choices'
import type { Report } from '@/api/reports'
import { FactText } from '@/components/markdown/FactText'
import { useSentence } from '@/lib/amount'
import { date } from '@/lib/format'
import classes from './ReportPage.module.css'
import { useMark } from './useMark'

const marks: [Mark, string][] = [
  ['considering', 'Considering'],
  ['done', 'Done'],
  ['not_for_me', 'Not for me'],
]

/** The options of a report as cards; a mark on one is followed up by the next report. */
export function Choices({ report, choices }: { report: Report; choices: Choice[] }) {
  return (
    <>
      <Text mb="sm">
        {choices.length > 0
          ? 'These are options, not orders. Mark them, and the next report follows up.'
          : 'Every option that these figures give reason for is marked as not for you.'}
      </Text>
      {choices.map((choice) => (
        <Card key={choice.key} reportId={report.id ?? ''} choice={choice} />
      ))}
      <MarkedBefore report={report} />
    </>
  )
}

/** Options of earlier reports that are marked: here a mark can be taken back. */
function MarkedBefore({ report }: { report: Report }) {
  const marked = report.markedBefore.filter((c) => c.mark)
  if (marked.length === 0) return null
  return (
    <section aria-label="Marked before" className={classes.before}>
      <Text size="sm" fw={600}>
        Marked before
      </Text>
      <ul>
        {marked.map((choice) => (
          <Before key={choice.key} reportId={report.id ?? ''} choice={choice} />
        ))}
      </ul>
    </section>
  )
}

function Before({ reportId, choice }: { reportId: string; choice: Choice }) {
  const marking = useMark(reportId, choice)
  const sentence = useSentence()
  const label = marks.find(([mark]) => mark === choice.mark)?.[1]
  return (
    <li>
      <span>
        {sentence(choice.title)}: {label}
        {choice.markedAt ? `, ${date(choice.markedAt)}` : ''}
      </span>
      <Button
        size="compact-sm"
        variant="subtle"
        className="no-print"
        disabled={!may().edit}
        aria-label={`Take back: ${sentence(choice.title)}`}
        onClick={() => marking.mutate(null)}
      >
        Take back
      </Button>
    </li>
  )
}

function Card({ reportId, choice }: { reportId: string; choice: Choice }) {
  const sentence = useSentence()
  const marking = useMark(reportId, choice)
  return (
    <div className={`${classes.choice} unbroken`} data-mark={choice.mark ?? 'none'}>
      <FactText template={choice.template} markdown={choice.markdown} />
      <Group gap={6} role="group" aria-label={`Mark: ${sentence(choice.title)}`} className="no-print">
        {(may().edit ? marks : []).map(([mark, label]) => (
          <Button
            key={mark}
            size="compact-sm"
            variant={choice.mark === mark ? 'filled' : 'default'}
            aria-pressed={choice.mark === mark}
            onClick={() => marking.mutate(choice.mark === mark ? null : mark)}
          >
            {choice.mark === mark ? '✓ ' : ''}
            {label}
          </Button>
        ))}
        {choice.mark && choice.markedAt ? (
          <Text size="xs" c="dimmed">
            {date(choice.markedAt)}
          </Text>
        ) : null}
      </Group>
    </div>
  )
}
