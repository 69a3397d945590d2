import { Page } from '@/components/Page'

export default function ReportPage() {
  return <Page title="Report">…</Page>
}
