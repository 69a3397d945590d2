import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { isActive, latestJobQuery } from '@/api/jobs'
import { portfolioQuery } from '@/api/portfolio'
import { latestReportQuery } from '@/api/reports'
import { AnalyzeButton } from '@/components/AnalyzeButton'
import { Page } from '@/components/Page'
import { Panel } from '@/components/Panel'
import { Allocation } from './Allocation'
import { Chance } from './Chance'
import { Checklist } from './Checklist'
import classes from './Dashboard.module.css'
import { Divided } from './Divided'
import { Health } from './Health'
import { LatestReport } from './LatestReport'
import { RunningJob } from './RunningJob'
import { TopHoldings } from './TopHoldings'
import { TotalValue } from './TotalValue'

/** What a person has, how likely their plan is to hold, and what deserves attention. */
export default function Dashboard() {
  const portfolio = useQuery(portfolioQuery)
  const report = useQuery(latestReportQuery)
  const job = useQuery({ ...latestJobQuery, refetchInterval: (q) => (isActive(q.state.data) ? 2000 : false) })

  // What lies below the first screen is drawn when there is time: the total and the
  // chance are not to wait for it.
  const hasTime = useDeferredValue(true, false)

  if (portfolio.data && (portfolio.data.accounts ?? []).length === 0) {
    return (
      <Page title="Dashboard" width="text">
        <Checklist hasHoldings={false} hasReport={Boolean(report.data)} />
      </Page>
    )
  }
  // Without the portfolio its other cards could only repeat one failure.
  const isWhole = !portfolio.isError || portfolio.data !== undefined
  return (
    <Page title="Dashboard" actions={<AnalyzeButton />}>
      <RunningJob job={job.data} />
      <div className={classes.grid}>
        <Panel title="Total value" className={classes.total}>
          <TotalValue query={portfolio} />
        </Panel>
        <Panel title="Chance that the plan works" className={classes.chance}>
          <Chance report={report} />
        </Panel>
        {isWhole && hasTime ? (
          <Panel title="Allocation" className={classes.half}>
            <Allocation query={portfolio} />
          </Panel>
        ) : null}
        {hasTime ? (
          <div className={`${classes.column} ${classes.half}`}>
            {isWhole ? (
              <Panel title="Health checks">
                <Health query={portfolio} />
              </Panel>
            ) : null}
            <Panel title="Latest report" className={classes.rest}>
              <LatestReport query={report} />
            </Panel>
          </div>
        ) : null}
        {isWhole && hasTime ? (
          <>
            <div className={`${classes.column} ${classes.third}`}>
              <Divided query={portfolio} part="stocksByRegion" />
              <Divided query={portfolio} part="bondsByType" className={classes.rest} />
            </div>
            <Divided query={portfolio} part="stocksBySector" className={classes.third} />
            <Panel title="Top holdings" className={classes.third}>
              <TopHoldings query={portfolio} />
            </Panel>
          </>
        ) : null}
      </div>
    </Page>
  )
}
