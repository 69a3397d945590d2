import { Page } from '@/components/Page'

export default function People() {
  return <Page title="People">…</Page>
}
