import { Page } from '@/components/Page'

export default function Rebalance() {
  return <Page title="Rebalance">…</Page>
}
