import { Page } from '@/components/Page'

export default function Admin() {
  return <Page title="Operators">…</Page>
}
