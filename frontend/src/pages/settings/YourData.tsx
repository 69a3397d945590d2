import { Button, Group, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { addSample, clearPortfolio } from '@/api/accounts'
import { download } from '@/api/client'
import { ConfirmHoldings } from '@/components/ConfirmHoldings'
import { Failure } from '@/components/Failure'
import { useIntent } from '@/lib/intent'
import { DeleteMe } from './DeleteMe'
import { Section } from './Section'

type Asked = 'sample' | 'clear' | 'delete' | null

/** Take everything away, begin anew, or erase it. */
export function YourData() {
  const exporting = useMutation({ mutationFn: () => download('/api/user/export', 'alex-my-data.json') })
  const [asked, ask] = useState<Asked>(null)
  const once = useIntent()
  const close = () => ask(null)
  return (
    <Section id="data" title="Your data" lead="Everything Alex keeps of you is yours: take it as one file, or erase it for good.">
      <Button variant="default" loading={exporting.isPending} onClick={() => exporting.mutate()}>
        Export my data
      </Button>
      {exporting.isError ? (
        <Failure error={exporting.error} what="Nothing was exported" retry={() => exporting.mutate()} />
      ) : null}
      <Title order={3} mt="lg" mb="xs">
        Begin anew
      </Title>
      <Group gap="xs">
        <Button variant="default" onClick={() => ask('sample')}>
          Add the sample household
        </Button>
        <Button variant="default" onClick={() => ask('clear')}>
          Clear the portfolio
        </Button>
        <Button variant="outline" color="red" onClick={() => ask('delete')}>
          Delete my account
        </Button>
      </Group>
      {asked === 'sample' ? (
        <ConfirmHoldings
          close={close}
          title="Add the sample household?"
          act="Add the sample"
          done="The sample household was added."
          run={() => once('sample', addSample)}
        >
          <Text size="sm">
            The accounts of an invented household stand beside your own, and count in every total. Where you have answered nothing
            about yourself yet, its answers stand in until you change them or clear the portfolio.
          </Text>
        </ConfirmHoldings>
      ) : null}
      {asked === 'clear' ? (
        <ConfirmHoldings
          close={close}
          title="Clear the portfolio?"
          act="Clear everything"
          isDestructive
          done="The portfolio was cleared."
          run={clearPortfolio}
        >
          <Text size="sm">
            All accounts and holdings are deleted, and the answers of the sample household where you changed none of them. Your
            profile, plans and reports stay. It cannot be undone; an export beforehand keeps a copy.
          </Text>
        </ConfirmHoldings>
      ) : null}
      {asked === 'delete' ? <DeleteMe close={close} /> : null}
    </Section>
  )
}
