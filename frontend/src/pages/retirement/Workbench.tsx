import { Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useDeferredValue, useState } from 'react'
import { may } from '@/api/acting'
import { Problem } from '@/api/problem'
import type { AssumptionsId, Plan, ProjectionOptions } from '@/api/retirement'
import { Failure } from '@/components/Failure'
import { Panel } from '@/components/Panel'
import { useSentence } from '@/lib/amount'
import { odds } from '@/lib/format'
import { Advanced } from './Advanced'
import { ComparePlans } from './ComparePlans'
import { History } from './History'
import { Inputs } from './Inputs'
import { KeepPlan } from './KeepPlan'
import { Levers } from './Levers'
import { MakeMine } from './MakeMine'
import { Methods } from './Methods'
import { OddsPanel } from './OddsPanel'
import { Outcome } from './Outcome'
import { samePlan } from './planEdits'
import { Sensitivities } from './Sensitivities'
import { useProjection } from './useProjection'
import classes from './Workbench.module.css'

type Props = {
  base: Plan
  /** What the plan takes for granted, and what else to know about it. */
  said: string[]
  /** Whether the base is the person's own, and not typed by hand. */
  own: boolean
  /** The assumptions that the person plans by. */
  assumptions?: AssumptionsId
}

/** A plan to move about: inputs at the left, what they come to at the right; on a phone the chance first. */
export function Workbench({ base, said, own, assumptions = 'default' }: Props) {
  const [plan, setPlan] = useState(base)
  const [resets, setResets] = useState(0)
  const [options, setOptions] = useState<ProjectionOptions>({ assumptions })
  const { now, closer, error, retry } = useProjection(plan, base, options)
  // The odds follow at once; the pictures and tables when there is time.
  const drawn = useDeferredValue(now)
  const told = useDeferredValue(closer)
  const [rested] = useDebouncedValue(plan, 800) // a comparison asks the server, too
  const isChanged = !samePlan(plan, base)
  const refused = error instanceof Problem && error.status === 422
  const isBehind = closer?.asked.plan !== plan || closer?.asked.options !== options

  // A plan that moved on meanwhile (a price, a saved answer) is followed where
  // nothing was changed here; what was changed stays, beside the new plan.
  const [from, setFrom] = useState(base)
  const [isMovedOn, setMovedOn] = useState(false)
  if (!samePlan(from, base)) {
    setFrom(base)
    setMovedOn(!samePlan(plan, from) && !samePlan(plan, base))
    if (samePlan(plan, from)) {
      setPlan(base)
      setResets(resets + 1)
    }
  }

  /** Puts a whole plan on the page; what was half typed goes. */
  const open = (whole: Plan) => {
    setPlan(whole)
    setResets(resets + 1)
    setMovedOn(false)
  }

  return (
    <div className={classes.bench}>
      <div className={classes.odds}>
        {now ? (
          <OddsPanel
            projection={now.projection}
            closer={isBehind ? null : (closer?.projection ?? null)}
            busy={now.asked.plan !== plan}
          />
        ) : error ? null : (
          <div role="status" aria-label="Reading the odds">
            <Skeleton h={128} />
          </div>
        )}
        {error ? (
          <Failure error={error} what={refused ? 'This plan cannot be projected' : 'Could not project the plan'} retry={retry} />
        ) : null}
      </div>
      <div className={`${classes.inputs} no-print`}>
        {now ? (
          <div className={classes.strip} aria-hidden="true">
            <strong>{odds(now.projection.successRate)}</strong> of the futures pay for it
          </div>
        ) : null}
        <div className={classes.fields}>
          <Inputs key={resets} plan={plan} onChange={(edit) => setPlan(edit)} errors={refused ? error.fields() : {}} />
        </div>
        {isMovedOn && isChanged ? (
          <Text size="sm" mt="sm" role="status">
            Your own plan has changed meanwhile. What you moved here is kept until you reset it.
          </Text>
        ) : null}
        <Group gap="xs" mt="sm">
          <Button variant="subtle" size="sm" disabled={!isChanged} onClick={() => open(base)}>
            Reset to my plan
          </Button>
          {may().edit ? <KeepPlan plan={plan} /> : null}
          {own && isChanged && may().edit ? <MakeMine base={base} plan={plan} /> : null}
        </Group>
      </div>
      <div className={classes.results}>
        {drawn ? <Outcome plan={drawn.asked.plan} projection={drawn.projection} closer={told} /> : <Skeleton h={420} />}
        {told ? (
          <div aria-busy={isBehind}>
            <Stack gap="md">
              <Levers projection={told.projection} />
              <Sensitivities projection={told.projection} />
              <History projection={told.projection} />
              <Methods projection={told.projection} />
            </Stack>
          </div>
        ) : (
          <Skeleton h={300} />
        )}
        <ComparePlans current={rested} options={options} onOpen={open} />
        <Assumed said={said} warnings={now?.projection.warnings ?? []} />
        <Panel title="How this is counted">
          <Advanced
            options={options}
            onChange={setOptions}
            projection={closer?.projection ?? now?.projection ?? null}
            chosen={assumptions}
          />
        </Panel>
      </div>
    </div>
  )
}

/** What the plan takes for granted. */
function Assumed({ said, warnings }: { said: string[]; warnings: string[] }) {
  const sentence = useSentence()
  const all = [...new Set([...said, ...warnings])]
  if (all.length === 0) return null
  return (
    <Panel title="Taken for granted">
      <Stack gap={4}>
        {all.map((text) => (
          <Text key={text} size="sm">
            {sentence(text)}
          </Text>
        ))}
      </Stack>
    </Panel>
  )
}
