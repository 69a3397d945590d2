import { Page } from '@/components/Page'

export default function Analysis() {
  return <Page title="Analysis">…</Page>
}
