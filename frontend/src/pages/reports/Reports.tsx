import { Button, Card, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { type ReportSummary, reportsQuery } from '@/api/reports'
import { AnalyzeButton } from '@/components/AnalyzeButton'
import { Empty } from '@/components/Empty'
import { Failure } from '@/components/Failure'
import { Page } from '@/components/Page'
import { useSentence } from '@/lib/amount'
import { date, time } from '@/lib/format'
import classes from './Reports.module.css'
import { firstSentences } from './summary'
import { Verdict } from './Verdict'

/** All reports, the newest first. */
export default function Reports() {
  const reports = useInfiniteQuery(reportsQuery)
  const items = reports.data?.pages.flatMap((p) => p.items)
  return (
    <Page title="Reports" lead="Each stays as it was made, with the figures and prices of its day." actions={<AnalyzeButton />}>
      {items ? <List items={items} /> : null}
      {reports.isError ? (
        <Failure error={reports.error} what="The reports could not be read" retry={() => reports.refetch()} />
      ) : null}
      {reports.isPending ? (
        <Stack role="status" aria-label="Reading the reports">
          {[0, 1, 2].map((i) => (
            <Skeleton key={i} h={96} />
          ))}
        </Stack>
      ) : null}
      {reports.hasNextPage ? (
        <Button variant="default" loading={reports.isFetchingNextPage} onClick={() => reports.fetchNextPage()}>
          Older reports
        </Button>
      ) : null}
    </Page>
  )
}

function List({ items }: { items: ReportSummary[] }) {
  if (items.length === 0) {
    return (
      <Empty
        title="No report yet"
        text="An analysis takes about a second and needs nothing but your holdings. Its report says what you own, how likely your plan is to hold, and what each option would change."
      >
        <AnalyzeButton />
      </Empty>
    )
  }
  return (
    <Stack component="ul" gap="sm" className={classes.list}>
      {items.map((report) => (
        <Row key={report.id} report={report} />
      ))}
    </Stack>
  )
}

function Row({ report }: { report: ReportSummary }) {
  const sentence = useSentence()
  return (
    <Card component="li" withBorder padding="md" className={classes.row}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Title order={2} size="h3">
          <Link to={`/reports/${report.id}`} className={classes.link}>
            Report of {date(report.generatedAt ?? report.asOf)}
          </Link>
        </Title>
        <Verdict result={report.verified?.result} />
      </Group>
      {firstSentences(report.summary).map((line) => (
        <Text key={line} size="sm" mt={4}>
          {sentence(line)}
        </Text>
      ))}
      <Text size="xs" c="dimmed" mt={6}>
        Prices of {date(report.asOf)} · made {time(report.generatedAt)}
      </Text>
    </Card>
  )
}
