import { Button, Card, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { may } from '@/api/acting'
import { type KeptText, removeText, textsQuery } from '@/api/research'
import { Confirm } from '@/components/Confirm'
import { Failure } from '@/components/Failure'
import { counted } from '@/lib/counted'
import { NoTexts } from './NoTexts'
import classes from './Research.module.css'
import { Source } from './Source'
import { dated, originWord } from './words'

/** What there is to be searched, the newest first. */
export function Texts({ add }: { add: (() => void) | undefined }) {
  const texts = useInfiniteQuery(textsQuery)
  const [removing, setRemoving] = useState<KeptText | null>(null)
  const items = texts.data?.pages.flatMap((p) => p.items)
  return (
    <>
      {items?.length === 0 ? <NoTexts add={add} /> : null}
      {items && items.length > 0 ? (
        <section aria-labelledby="texts">
          <Title order={2} id="texts">
            What was added last
          </Title>
          <Stack component="ul" gap="sm" mt="md" className={classes.list}>
            {items.map((text) => (
              <Kept key={text.id} text={text} remove={() => setRemoving(text)} />
            ))}
          </Stack>
        </section>
      ) : null}
      {texts.isError ? <Failure error={texts.error} what="The texts could not be read" retry={() => texts.refetch()} /> : null}
      {texts.isPending ? (
        <Stack role="status" aria-label="Reading the texts">
          {[0, 1, 2].map((i) => (
            <Skeleton key={i} h={110} />
          ))}
        </Stack>
      ) : null}
      {texts.hasNextPage ? (
        <div>
          <Button variant="default" loading={texts.isFetchingNextPage} onClick={() => texts.fetchNextPage()}>
            Earlier texts
          </Button>
        </div>
      ) : null}
      {removing ? <Remove text={removing} close={() => setRemoving(null)} /> : null}
    </>
  )
}

function Kept({ text, remove }: { text: KeptText; remove: () => void }) {
  return (
    <Card component="li" withBorder padding="md" className={classes.card}>
      <Group justify="space-between" align="flex-start" gap="xs" wrap="nowrap">
        <Title order={3}>{text.title}</Title>
        {text.own && may().edit ? (
          <Button size="xs" variant="default" flex="none" aria-label={`Remove ${text.title}`} onClick={remove}>
            Remove
          </Button>
        ) : null}
      </Group>
      {text.summary ? <blockquote className={classes.quote}>{text.summary}</blockquote> : null}
      <p className={classes.about}>
        <Source source={text.source} /> · {dated(text)} · {originWord(text)} · {counted(text.passages, 'passage')}
      </p>
    </Card>
  )
}

function Remove({ text, close }: { text: KeptText; close: () => void }) {
  const client = useQueryClient()
  return (
    <Confirm
      close={close}
      title="Remove this text?"
      act="Remove"
      isDestructive
      run={() => removeText(text.id)}
      onDone={() => {
        void client.invalidateQueries({ queryKey: ['research'] })
        notifications.show({ color: 'green', message: 'The text was removed.' })
      }}
    >
      <Text size="sm">
        <b>{text.title}</b> is found no longer, and later reports do not quote it. Reports that quote it already stay as they are.
        It cannot be undone.
      </Text>
    </Confirm>
  )
}
