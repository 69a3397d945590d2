import { Checkbox, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type NamedPlan, planInput, plansQuery } from '@/api/plans'
import type { Plan, ProjectionOptions } from '@/api/retirement'
import { Async } from '@/components/Async'
import { Panel } from '@/components/Panel'
import classes from './ComparePlans.module.css'
import { PlanMenu } from './PlanMenu'
import { type Chosen, SideBySide } from './SideBySide'

type Props = { current: Plan; options: ProjectionOptions; onOpen: (plan: Plan) => void }

const here = 'here'
const most = 4

/** Kept plans: two to four of them side by side, over the very same futures. */
export function ComparePlans({ current, options, onOpen }: Props) {
  const plans = useQuery(plansQuery)
  const [chosen, setChosen] = useState<string[]>([here])
  return (
    <Panel title="Compare plans">
      <Async query={plans} what="your kept plans" height={64}>
        {(kept) => {
          if (kept.length === 0) {
            return (
              <Text size="sm">Keep this page’s plan under a name; then two to four of them can stand side by side here.</Text>
            )
          }
          const known: Chosen[] = [{ id: here, name: 'On this page', plan: current }, ...kept.map(choice)]
          const picked = chosen.map((id) => known.find((k) => k.id === id)).filter((k) => k !== undefined)
          const toggle = (id: string, on: boolean) => setChosen(on ? [...chosen, id] : chosen.filter((c) => c !== id))
          return (
            <Stack gap="md">
              <fieldset className={classes.choices}>
                <legend>Choose two to four; the others are measured against the first.</legend>
                {known.map((k) => {
                  const plan = kept.find((p) => p.id === k.id)
                  const isOn = chosen.includes(k.id)
                  return (
                    <div key={k.id} className={classes.choice}>
                      <Checkbox
                        label={k.name}
                        checked={isOn}
                        disabled={!isOn && picked.length >= most}
                        onChange={(e) => toggle(k.id, e.currentTarget.checked)}
                        classNames={{ label: classes.name, body: classes.body }}
                      />
                      {plan ? <PlanMenu plan={plan} onOpen={() => onOpen(k.plan)} /> : null}
                    </div>
                  )
                })}
              </fieldset>
              {picked.length >= 2 ? <SideBySide plans={picked} options={options} /> : null}
            </Stack>
          )
        }}
      </Async>
    </Panel>
  )
}

function choice(plan: NamedPlan): Chosen {
  const { name, ...input } = planInput(plan)
  return { id: plan.id, name: plan.name, plan: input }
}
