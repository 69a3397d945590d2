import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { reportsQuery } from '@/api/reports'
import { date } from '@/lib/format'
import classes from './ReportPage.module.css'

/** The ways to the report before this one and to the next. */
export function Neighbours({ id }: { id: string }) {
  const { data } = useInfiniteQuery(reportsQuery)
  const reports = data?.pages.flatMap((p) => p.items) ?? []
  const at = reports.findIndex((r) => r.id === id)
  const newer = reports[at - 1]
  const older = at < 0 ? undefined : reports[at + 1]
  return (
    <nav className={classes.neighbours} aria-label="Other reports">
      {older ? (
        <Link to={`/reports/${older.id}`} rel="prev">
          <small>Previous report</small>
          {date(older.generatedAt ?? older.asOf)}
        </Link>
      ) : null}
      <Link to="/reports">All reports</Link>
      {newer ? (
        <Link to={`/reports/${newer.id}`} rel="next">
          <small>Next report</small>
          {date(newer.generatedAt ?? newer.asOf)}
        </Link>
      ) : null}
    </nav>
  )
}
