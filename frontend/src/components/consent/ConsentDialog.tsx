import { Button, SimpleGrid, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Model } from '@/api/site'
import { personQuery, saveConsent } from '@/api/user'
import { Dialog } from '@/components/Dialog'
import { Failure } from '@/components/Failure'
import { WhatIsSent } from './WhatIsSent'

type Props = {
  models: Model[]
  /** Closed without an answer: nothing is saved, nothing is started. */
  close: () => void
  /** The answer is saved, whichever it is. */
  onAnswered: () => void
}

/** Asks, before the first analysis and when a model is reached at another place, who may write its words. The two answers look alike. */
export default function ConsentDialog({ models, close, onAnswered }: Props) {
  const client = useQueryClient()
  const writes = models.some((m) => !m.embeds)
  const hadAllowed = client.getQueryData(personQuery.queryKey)?.value.allowModels
  const saving = useMutation({ mutationFn: (allow: boolean) => saveConsent(client, allow, models), onSuccess: onAnswered })
  const answer = (allow: boolean, label: string) => (
    <Button
      variant="default"
      loading={saving.isPending && saving.variables === allow}
      disabled={saving.isPending && saving.variables !== allow}
      onClick={() => saving.mutate(allow)}
    >
      {label}
    </Button>
  )
  return (
    <Dialog
      onClose={close}
      title={writes ? 'May a model add remarks to your report?' : 'May a service elsewhere look for texts to quote?'}
      size="lg"
    >
      <Stack gap="md">
        {hadAllowed ? (
          <Text size="sm">You said yes before. Since then a model is reached at another place, so you are asked again.</Text>
        ) : null}
        <WhatIsSent models={models} />
        <Text size="sm" c="dimmed">
          {writes
            ? 'With rules only, no model is asked and the figures are the same.'
            : 'Without it, your reports quote nothing.'}{' '}
          You can change this in Settings at any time.
        </Text>
        {saving.isError ? <Failure error={saving.error} what="Your answer was not saved" /> : null}
        <SimpleGrid cols={2} spacing="xs">
          {answer(true, writes ? 'Allow remarks' : 'Allow it')}
          {answer(false, writes ? 'Rules only' : 'Ask nobody')}
        </SimpleGrid>
      </Stack>
    </Dialog>
  )
}
