import { Button, Group, Menu, Skeleton, Stack, Text } from '@mantine/core'
import { IconDownload, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { Link, useParams } from 'react-router'
import { download } from '@/api/client'
import { type Chart, type Report, reportQuery } from '@/api/reports'
import { Async } from '@/components/Async'
import { Ask } from '@/components/ask/Ask'
import { FactsContext } from '@/components/markdown/FactFigure'
import { Page } from '@/components/Page'
import { Panel } from '@/components/Panel'
import { date, time } from '@/lib/format'
import { Changed } from './Changed'
import { Choices } from './Choices'
import { Contents } from './Contents'
import { chartsOfSections } from './chartsOfSections'
import classes from './ReportPage.module.css'
import { SectionText } from './SectionText'
import { Verify } from './Verify'

const ChartFigure = lazy(() => import('@/charts/ChartFigure'))

/** One report, to read, to check and to print. */
export default function ReportPage() {
  const { id = '' } = useParams()
  const report = useQuery(reportQuery(id))
  if (report.data) return <Loaded report={report.data} />
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
  const sections = report.sections ?? []
  const charts = useMemo(() => chartsOfSections(sections, report.charts ?? []), [sections, report.charts])
  return (
    <FactsContext value={facts}>
      <Page title="Your report" lead={<Lead report={report} />} actions={<Actions report={report} />}>
        <Changed report={report} />
        <div className={classes.columns}>
          <Contents sections={sections} />
          <article className={classes.article}>
            {sections.map((section) => (
              <section key={section.key} id={section.key} className={classes.section} aria-labelledby={`${section.key}-title`}>
                <h2 id={`${section.key}-title`}>{section.title}</h2>
                {section.key === 'choices' && report.choices && report.choices.length > 0 ? (
                  <Choices report={report} choices={report.choices} />
                ) : (
                  <SectionText section={section} facts={facts} />
                )}
                <Charts charts={charts.get(section.key) ?? []} />
                <Author author={section.author} retries={section.retries} violations={(section.violations ?? []).length} />
              </section>
            ))}
            {sections.length === 0 ? (
              <SectionText
                section={{
                  key: 'summary',
                  title: '',
                  author: 'rules',
                  retries: 0,
                  violations: [],
                  template: '',
                  markdown: report.summary,
                }}
                facts={facts}
              />
            ) : null}
            <Charts charts={charts.get('') ?? []} />
            <div className="no-print">
              <Panel title="A question about it?">
                <Ask />
              </Panel>
            </div>
            <Verify report={report} />
          </article>
        </div>
      </Page>
    </FactsContext>
  )
}

function Lead({ report }: { report: Report }) {
  return (
    <>
      Made {time(report.generatedAt)} · prices of {date(report.asOf)} · press any underlined figure to see where it comes from
    </>
  )
}

function Actions({ report }: { report: Report }) {
  const name = `alex-report-${report.asOf}`
  return (
    <>
      <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
        Print
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
            Download
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => download(`/api/reports/${report.id}/html`, `${name}.html`)}>
            One page, readable offline
          </Menu.Item>
          <Menu.Item onClick={() => download(`/api/reports/${report.id}/markdown`, `${name}.md`)}>Text (Markdown)</Menu.Item>
          <Menu.Item onClick={() => download(`/api/reports/${report.id}/evidence`, `${name}-evidence.zip`)}>
            Evidence pack
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {report.jobId ? (
        <Button variant="default" component={Link} to={`/analysis/${report.jobId}?stay=1`}>
          How the agents worked
        </Button>
      ) : null}
    </>
  )
}

function Charts({ charts }: { charts: Chart[] }) {
  if (charts.length === 0) return null
  return (
    <div className={classes.charts}>
      {charts.map((chart) => (
        <Suspense key={chart.key} fallback={<Skeleton h={320} />}>
          <ChartFigure chart={chart} headingLevel={3} />
        </Suspense>
      ))}
    </div>
  )
}

function Author({ author, retries, violations }: { author: string; retries: number; violations: number }) {
  const by = author === 'rules' ? 'Written by rules, from the figures alone.' : `Words by ${author}; figures by code.`
  return (
    <Group gap={6} className={classes.author}>
      <Text size="xs" c="dimmed">
        {by}
        {retries > 0 ? ` Written anew ${retries === 1 ? 'once' : `${retries} times`} after checks.` : ''}
        {violations > 0 ? ` ${violations} sentences were refused by the checks.` : ''}
      </Text>
    </Group>
  )
}
