import { Button, Group, Paper, Text, Title, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Mix, mixesQuery } from '@/api/mixes'
import type { Portfolio } from '@/api/portfolio'
import type { PersonInput } from '@/api/user'
import { Failure } from '@/components/Failure'
import { currentMix } from './currentMix'
import { MixOption } from './MixOption'
import classes from './MixOption.module.css'
import type { QuestionProps } from './QuestionCard'
import card from './QuestionCard.module.css'
import { useSavePerson } from './useSavePerson'

/** Targets are offered, never demanded: the mix of today, or one of a few with its worst year. */
export function Targets({ portfolio, next, back }: QuestionProps & { portfolio: Portfolio }) {
  const mixes = useQuery({ ...mixesQuery, retry: false })
  const save = useSavePerson()
  const [picked, pick] = useState<string>()
  const today = currentMix(portfolio)
  const options = offered(mixes.data ?? [], today)
  const chosen = options.find((o) => o.key === picked)
  const choose = async () => {
    if (!chosen) return
    // Whoever chooses a mix means it, whatever another tab set meanwhile.
    if (save.isConflict) await save.reread()
    const assetClassTargets = chosen.allocation as PersonInput['assetClassTargets']
    save.mutate((record) => ({ ...record, assetClassTargets }), { onSuccess: next })
  }
  return (
    <Paper component="section" aria-labelledby="targets" className={card.card}>
      <Title order={2} id="targets" className={card.title}>
        Would you like a target to steer by?
      </Title>
      <Text c="dimmed">With one, Alex says how far you have drifted from it. You need none: the analysis is whole without.</Text>
      <fieldset className={classes.mixes}>
        <VisuallyHidden component="legend">Mixes</VisuallyHidden>
        {options.map((mix) => (
          <MixOption key={mix.key} mix={mix} isPicked={mix.key === picked} onPick={() => pick(mix.key)} />
        ))}
      </fieldset>
      {today ? null : (
        <Text size="sm" c="dimmed" mb="md">
          Your current mix cannot be a target yet: a part of what you own is of unknown kind, or nothing is held.
        </Text>
      )}
      {mixes.isError ? (
        <Text size="sm" c="dimmed" mb="md">
          The labelled mixes cannot be read just now. You can set targets of your own in Settings at any time.
        </Text>
      ) : null}
      {save.isError ? <Failure error={save.error} what="The target was not saved" retry={choose} /> : null}
      <Group mt="md" gap="sm">
        <Button onClick={choose} disabled={!chosen} loading={save.isPending}>
          Use this target
        </Button>
        <Button variant="default" onClick={next}>
          No target for now
        </Button>
        <Button variant="subtle" onClick={back} className={card.back}>
          Back
        </Button>
      </Group>
    </Paper>
  )
}

/** One's own mix first, where it can be a target, with its worst year where the server has said it; then the labelled ones. */
function offered(mixes: Mix[], today: Mix['allocation'] | null): Mix[] {
  const labelled = mixes.filter((m) => m.key !== 'current')
  if (!today) return labelled
  const worstYear = mixes.find((m) => m.key === 'current')?.worstYear ?? null
  return [{ key: 'current', name: 'My current mix', allocation: today, worstYear }, ...labelled]
}
