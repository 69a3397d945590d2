import { Page } from '@/components/Page'

export default function Join() {
  return <Page title="Join a plan">…</Page>
}
