import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useParams } from 'react-router'
import { may } from '@/api/acting'
import { type Report, reportQuery } from '@/api/reports'
import { Async } from '@/components/Async'
import { Ask } from '@/components/ask/Ask'
import { FactsContext } from '@/components/markdown/FactFigure'
import { Page } from '@/components/Page'
import { Panel } from '@/components/Panel'
import { date, time } from '@/lib/format'
import { Changed } from './Changed'
import { Contents } from './Contents'
import { Neighbours } from './Neighbours'
import { ReportActions } from './ReportActions'
import classes from './ReportPage.module.css'
import { Sections } from './Sections'
import { Verify } from './Verify'

/** One report, to read, to check and to print. */
export default function ReportPage() {
  const { id = '' } = useParams()
  const report = useQuery(reportQuery(id))
  if (report.data) return <Loaded key={id} report={report.data} />
  return (
    <Page title="Report" width="text">
      <Async query={report} what="the report" skeleton={<Waiting />}>
        {() => null}
      </Async>
    </Page>
  )
}

function Waiting() {
  return (
    <Stack>
      <Skeleton h={140} />
      <Skeleton h={320} />
      <Skeleton h={320} />
    </Stack>
  )
}

function Loaded({ report }: { report: Report }) {
  const facts = useMemo(() => new Map((report.facts ?? []).map((f) => [f.id, f])), [report.facts])
  return (
    <FactsContext value={facts}>
      <Page title="Your report" lead={<Lead report={report} />} actions={<ReportActions report={report} />}>
        <Changed report={report} />
        <div className={classes.columns}>
          <Contents sections={report.sections ?? []} />
          <article className={classes.article}>
            <Sections report={report} />
            <div className={`${classes.after} no-print`}>
              <Panel title="A question about it?">
                <Ask note="Answered from your accounts and plan as they are now; this report keeps those of its day." />
              </Panel>
              {may().edit ? <Verify report={report} /> : null}
              <Neighbours id={report.id ?? ''} />
            </div>
          </article>
        </div>
      </Page>
    </FactsContext>
  )
}

function Lead({ report }: { report: Report }) {
  return (
    <>
      Made {time(report.generatedAt)} · prices of {date(report.asOf)}
      <span className="no-print"> · press any underlined figure to see where it comes from</span>
    </>
  )
}
