import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ownPlanQuery, type Plan } from '@/api/retirement'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import { date } from '@/lib/format'
import { StaleBanner } from './StaleBanner'
import { StartByHand } from './StartByHand'
import { Workbench } from './Workbench'

/** Whether the money lasts, and what would change it. */
export default function Retirement() {
  const own = useQuery(ownPlanQuery)
  const [typed, setTyped] = useState<Plan | null>(null)
  return (
    <Page title="Retirement" lead={lead(own.data?.plan ? own.data.asOf : undefined, typed !== null)}>
      <Async query={own} what="your plan" skeleton={<Shape />}>
        {(answer) => {
          if (answer.plan) {
            return (
              <Stack gap="md">
                <StaleBanner base={answer.plan} assumptions={answer.assumptions} />
                <Workbench
                  key={answer.assumptions}
                  assumptions={answer.assumptions}
                  base={answer.plan}
                  said={[...answer.assumed.map((a) => a.text), ...answer.notes]}
                  own
                />
              </Stack>
            )
          }
          if (typed) return <Workbench base={typed} said={[]} own={false} />
          return <StartByHand notes={answer.notes} onStart={setTyped} />
        }}
      </Async>
    </Page>
  )
}

function lead(asOf: string | undefined, typed: boolean): string {
  if (typed) return 'A plan that you typed; nothing of it is stored.'
  return asOf
    ? `What you own on ${date(asOf)}, and your plan. Move anything.`
    : 'Whether the money lasts, and what would change it.'
}

function Shape() {
  return (
    <Stack gap="md">
      <Skeleton h={128} />
      <Skeleton h={420} />
    </Stack>
  )
}
