import { Skeleton, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { jobQuery } from '@/api/jobs'
import type { Chart, Report } from '@/api/reports'
import { useModels } from '@/api/site'
import { FactText } from '@/components/markdown/FactText'
import { Markdown } from '@/components/markdown/Markdown'
import { authorship, hadModel, whyUnused } from './authorship'
import { Choices } from './Choices'
import { chartsOfSections } from './chartsOfSections'
import classes from './ReportPage.module.css'

const ChartFigure = lazy(() => import('@/charts/ChartFigure'))

/** The text of a report, section by section, each with its charts and its author. A report without sections has its summary. */
export function Sections({ report }: { report: Report }) {
  const sections = report.sections ?? []
  const charts = useMemo(() => chartsOfSections(report.sections ?? [], report.charts ?? []), [report.sections, report.charts])
  const job = useJobOf(report)
  return (
    <>
      {sections.length === 0 ? <Markdown>{report.summary}</Markdown> : null}
      {sections.map((section) => (
        <section key={section.key} id={section.key} className={classes.section} aria-labelledby={`${section.key}-title`}>
          <Title order={2} id={`${section.key}-title`} className={classes.title}>
            {section.title}
          </Title>
          {section.key === 'choices' && report.choices.length + report.markedBefore.length > 0 ? (
            <Choices report={report} choices={report.choices} />
          ) : (
            <FactText template={section.template} markdown={section.markdown} />
          )}
          <Charts charts={charts.get(section.key) ?? []} />
          <Text component="p" size="xs" c="dimmed" className={classes.author}>
            {authorship(section, whyUnused(section, job))}
          </Text>
        </section>
      ))}
      <Charts charts={charts.get('') ?? []} />
    </>
  )
}

/** The job of a report in which a model can have had a part: only then is there more to say of its authors. */
function useJobOf({ jobId = '', sections }: Report) {
  const isSetUp = useModels().some((m) => !m.embeds)
  return useQuery({ ...jobQuery(jobId), enabled: jobId !== '' && (isSetUp || hadModel(sections ?? [])) }).data
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
