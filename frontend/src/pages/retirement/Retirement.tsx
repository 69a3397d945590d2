import { Page } from '@/components/Page'

export default function Retirement() {
  return <Page title="Retirement">…</Page>
}
