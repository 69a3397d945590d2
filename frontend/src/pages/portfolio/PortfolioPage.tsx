import { Page } from '@/components/Page'

export default function PortfolioPage() {
  return <Page title="Portfolio">…</Page>
}
