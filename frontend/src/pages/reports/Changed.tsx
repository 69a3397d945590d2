import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { portfolioQuery } from '@/api/portfolio'
import type { Report } from '@/api/reports'
import { AnalyzeButton } from '@/components/AnalyzeButton'
import { useAmounts } from '@/lib/amount'

/** Says when the portfolio is not what the report was made of. */
export function Changed({ report }: { report: Report }) {
  const portfolio = useQuery(portfolioQuery)
  const { money } = useAmounts()
  const then = (report.facts ?? []).find((f) => f.id === 'portfolio.value')?.value
  const now = portfolio.data?.totalValue
  if (!then || !now || then === now) return null
  return (
    <Alert color="yellow" title="Your portfolio has changed since" className="no-print">
      This report describes {money(then)}; today it is {money(now)}. The report stays as it was made.{' '}
      <AnalyzeButton size="compact-sm" variant="default" />
    </Alert>
  )
}
