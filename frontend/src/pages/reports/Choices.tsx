import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Choice, type Mark, markChoice } from '@/api/choices'
import { type Report, reportQuery } from '@/api/reports'
import { explain } from '@/components/Failure'
import { Markdown } from '@/components/markdown/Markdown'
import { date } from '@/lib/format'
import classes from './ReportPage.module.css'

const marks: [Mark, string][] = [
  ['considering', 'Considering'],
  ['done', 'Done'],
  ['not_for_me', 'Not for me'],
]

/** The options of a report as cards; a mark on one is followed up by the next report. */
export function Choices({ report, choices }: { report: Report; choices: Choice[] }) {
  return (
    <>
      <Text mb="sm">These are options, not orders. Mark them, and the next report follows up.</Text>
      {choices.map((choice) => (
        <Card key={choice.key} reportId={report.id ?? ''} choice={choice} />
      ))}
    </>
  )
}

function Card({ reportId, choice }: { reportId: string; choice: Choice }) {
  const client = useQueryClient()
  const key = reportQuery(reportId).queryKey
  const put = (mark: Mark | null) =>
    client.setQueryData(
      key,
      (r) => r && { ...r, choices: (r.choices ?? []).map((c) => (c.key === choice.key ? { ...c, mark } : c)) },
    )
  const marking = useMutation({
    mutationFn: (mark: Mark | null) => markChoice(reportId, choice.key, mark),
    onMutate: (mark) => {
      const before = choice.mark as Mark | null
      put(mark)
      return before
    },
    onError: (e, _, before) => {
      put(before ?? null)
      notifications.show({ color: 'red', title: 'The mark was not kept', message: explain(e) })
    },
  })
  return (
    <div className={`${classes.choice} unbroken`} data-mark={choice.mark ?? 'none'}>
      <Markdown>{choice.template || choice.markdown}</Markdown>
      <Group gap={6} role="group" aria-label={`Mark: ${choice.title}`} className="no-print">
        {marks.map(([mark, label]) => (
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
