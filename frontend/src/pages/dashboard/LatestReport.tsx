import { Anchor, Stack, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { ReportSummary } from '@/api/reports'
import { Async } from '@/components/Async'
import { Strong } from '@/components/Strong'
import { useSentence } from '@/lib/amount'
import { date, time } from '@/lib/format'

/** The newest report, by its date and its first sentence. */
export function LatestReport({ query }: { query: UseQueryResult<ReportSummary | null> }) {
  const sentence = useSentence()
  return (
    <Async query={query} what="the latest report" height={140}>
      {(report) =>
        report ? (
          <Stack gap="xs">
            <Text size="sm">
              <Strong text={sentence(report.summary.split('\n')[0] ?? '')} />
            </Text>
            <Text size="sm" c="dimmed">
              Written {time(report.generatedAt)}, at prices of {date(report.asOf)}.
            </Text>
            <div>
              <Anchor component={Link} to={`/reports/${report.id}`} fw={600}>
                Read the report
              </Anchor>
            </div>
          </Stack>
        ) : (
          <Text size="sm" c="dimmed">
            There is no report yet. One takes about a second, and every figure in it opens its working.
          </Text>
        )
      }
    </Async>
  )
}
