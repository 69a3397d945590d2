import { Badge, Button, Card, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { Found, FoundList } from '@/api/research'
import { Failure } from '@/components/Failure'
import { counted } from '@/lib/counted'
import { marked } from './marked'
import { NoHit } from './NoHit'
import classes from './Research.module.css'
import { Source } from './Source'
import { cosine, dated, howFound, nearness, ownWord, refusedQuestion, whyNot } from './words'

type Props = {
  query: string
  found: UseQueryResult<FoundList>
  /** Asks for more; undefined where there is no more to ask for. */
  more: (() => void) | undefined
  add: (() => void) | undefined
}

/** What comes nearest to a question, as it stands there. */
export function Passages({ query, found, more, add }: Props) {
  const items = found.data?.items
  return (
    <>
      {found.isPending ? <Waiting /> : null}
      {found.isError && !refusedQuestion(found.error) ? (
        <Failure
          error={found.error}
          what="The texts could not be searched"
          why={whyNot(found.error)}
          retry={() => found.refetch()}
        />
      ) : null}
      {found.data && items ? (
        <section aria-labelledby="found">
          <Title order={2} id="found" className={classes.asked}>
            Nearest to “{query}”
          </Title>
          <Text size="sm" c="dimmed" role="status" mt={4}>
            {said(items)}
          </Text>
          {items.length === 0 ? <NoHit add={add} /> : null}
          <Stack component="ul" gap="sm" mt="md" className={classes.list}>
            {items.map((passage) => (
              <Passage key={`${passage.documentId} ${passage.ordinal}`} passage={passage} query={query} />
            ))}
          </Stack>
          {more ? (
            <Button variant="default" mt="md" loading={found.isFetching} onClick={more}>
              More passages
            </Button>
          ) : null}
          <Text size="xs" c="dimmed" mt="md">
            {howFound(found.data.embedder)}
          </Text>
        </section>
      ) : null}
    </>
  )
}

function said(items: Found[]): string {
  const [nearest] = items
  if (!nearest) return 'Nothing is found.'
  if (nearness(nearest.score) === 'weak match') return 'Nothing comes near what you asked. These are the nearest there are.'
  return items.length === 1 ? '1 passage.' : `${counted(items.length, 'passage')}, the nearest first.`
}

function Passage({ passage, query }: { passage: Found; query: string }) {
  const near = nearness(passage.score)
  return (
    <Card component="li" withBorder padding="md" className={classes.card}>
      <Group justify="space-between" align="baseline" gap="xs" wrap="nowrap">
        <Title order={3}>{passage.title}</Title>
        <span className={classes.near} data-near={near} title={cosine(passage.score)}>
          {near}
        </span>
      </Group>
      <blockquote className={classes.quote}>
        {marked(passage.text, query).map(({ text, isMarked }, i) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one passage never move.
          isMarked ? <mark key={i}>{text}</mark> : text,
        )}
      </blockquote>
      <Group justify="space-between" gap="xs">
        <p className={classes.about}>
          <Source source={passage.source} /> · {dated(passage)} · passage {passage.ordinal + 1}
        </p>
        {passage.own ? (
          <Badge variant="outline" tt="none" color="gray" className={classes.badge}>
            {ownWord()}
          </Badge>
        ) : null}
      </Group>
    </Card>
  )
}

function Waiting() {
  return (
    <Stack role="status" aria-label="Searching the texts">
      {[0, 1, 2].map((i) => (
        <Skeleton key={i} h={150} />
      ))}
    </Stack>
  )
}
