import { Button, SimpleGrid } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Operator, operator } from '@/api/admin'
import { useResearch } from '@/api/site'
import { Page } from '@/components/Page'
import { Audit } from './Audit'
import { Backups } from './Backups'
import { Invites } from './Invites'
import { Jobs } from './Jobs'
import { KeyForm } from './KeyForm'
import { OverviewTiles } from './OverviewTiles'
import { People } from './People'
import { Research } from './Research'

/** For whoever runs Alex: usage and states, never portfolios. The key lives as long as this page is open. */
export default function Admin() {
  const client = useQueryClient()
  const [desk, setDesk] = useState<Operator | null>(null)
  const lock = () => {
    setDesk(null)
    client.removeQueries({ queryKey: ['admin'] })
  }
  return (
    <Page
      title="Operators"
      lead="For whoever runs this server. It shows states and usage, never what people own."
      actions={
        desk ? (
          <Button variant="default" onClick={lock}>
            Lock
          </Button>
        ) : null
      }
    >
      {desk ? <Desk desk={desk} /> : <KeyForm open={(key) => setDesk(() => operator(key))} />}
    </Page>
  )
}

function Desk({ desk }: { desk: Operator }) {
  const isKept = useResearch()
  return (
    <>
      <OverviewTiles desk={desk} />
      <People desk={desk} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Invites desk={desk} />
        <Backups desk={desk} />
      </SimpleGrid>
      <Jobs desk={desk} />
      {isKept ? <Research desk={desk} /> : null}
      <Audit desk={desk} />
    </>
  )
}
