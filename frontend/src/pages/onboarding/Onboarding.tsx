import { Page } from '@/components/Page'

export default function Onboarding() {
  return <Page title="Getting started">…</Page>
}
