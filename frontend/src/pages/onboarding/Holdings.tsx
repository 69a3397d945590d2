import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { addSample } from '@/api/accounts'
import { holdingsKeys, type Portfolio } from '@/api/portfolio'
import { AnalyzeButton } from '@/components/AnalyzeButton'
import { Failure } from '@/components/Failure'
import { AddHolding } from './AddHolding'
import { DropFile } from './DropFile'
import { HeldNow } from './HeldNow'
import classes from './Holdings.module.css'
import card from './QuestionCard.module.css'

/** Value first: three ways to say what is held, and at once what it comes to. */
export function Holdings({ portfolio, next }: { portfolio: Portfolio; next: () => void }) {
  const client = useQueryClient()
  // A portfolio that has just grown is read anew; so is the person, whom the sample may complete.
  const reread = () =>
    Promise.all([...holdingsKeys, ['user'], ['imports']].map((queryKey) => client.invalidateQueries({ queryKey })))
  const isEmpty = (portfolio.accounts ?? []).length === 0
  return (
    <Stack gap="lg">
      {isEmpty ? null : (
        <>
          <HeldNow portfolio={portfolio} />
          <Group gap="sm">
            <Button onClick={next} size="md">
              Continue
            </Button>
            <AnalyzeButton size="md" variant="default" />
          </Group>
        </>
      )}
      <Paper component="section" aria-labelledby="bring" className={card.card}>
        <Title order={2} id="bring" className={card.title}>
          {isEmpty ? 'What do you own?' : 'Add more'}
        </Title>
        <Text c="dimmed" mb="lg">
          {isEmpty
            ? 'Pick one way to begin; you will see its value and its parts at once.'
            : 'Another file, or a single holding.'}
        </Text>
        <div className={classes.ways}>
          <div>
            <h3 className={classes.way}>Drop your broker's file</h3>
            <DropFile onDone={reread} />
          </div>
          <div>
            <h3 className={classes.way}>Or add a single holding</h3>
            <AddHolding portfolio={portfolio} onDone={reread} />
          </div>
          {isEmpty ? (
            <div>
              <h3 className={classes.way}>Or look at the sample first</h3>
              <Sample onDone={reread} />
            </div>
          ) : null}
        </div>
      </Paper>
    </Stack>
  )
}

function Sample({ onDone }: { onDone: () => Promise<unknown> }) {
  const key = useRef(crypto.randomUUID())
  const add = useMutation({ mutationFn: () => addSample(key.current), onSuccess: onDone })
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm" c="dimmed">
        A couple near retirement with four accounts. It can be removed at any time.
      </Text>
      {add.isError ? <Failure error={add.error} what="The sample was not added" /> : null}
      <Button variant="default" onClick={() => add.mutate()} loading={add.isPending}>
        Use the sample portfolio
      </Button>
    </Stack>
  )
}
