import { Stack, Text } from '@mantine/core'
import { memo } from 'react'
import type { Projection } from '@/api/retirement'
import { leverInWords } from '@/components/lever'
import { Panel } from '@/components/Panel'
import { useAmounts } from '@/lib/amount'
import { odds } from '@/lib/format'
import classes from './Levers.module.css'

/** Single changes, each solved: any one of them alone brings the plan to the usual chance. */
export const Levers = memo(function Levers({ projection }: { projection: Projection }) {
  const { money } = useAmounts()
  const levers = projection.levers
  const reached = levers.filter((l) => l.reached)
  const rest = levers.filter((l) => !l.reached)
  return (
    <Panel title="What would change the odds">
      {levers.length === 0 ? (
        <Text size="sm">
          {projection.mode === 'historical'
            ? 'Changes are solved over simulated futures, not over start years of history.'
            : 'Nothing has to change: the plan stands above 85% already. Below is what would move it either way.'}
        </Text>
      ) : (
        <Stack gap="sm">
          {reached.length > 0 ? (
            <>
              <Text size="sm">To be paid in full in about 85% of the futures, any one of these alone:</Text>
              <ul className={classes.list}>
                {reached.map((l, i) => (
                  <li key={l.name} className={classes.lever}>
                    {i > 0 ? <span className={classes.or}>or</span> : null}
                    <strong>{leverInWords(l, money)}</strong>
                    <span className={classes.rate}>{odds(l.successRate)}</span>
                  </li>
                ))}
              </ul>
            </>
          ) : null}
          {rest.map((l) => (
            <Text key={l.name} size="sm" c="dimmed">
              Not enough by itself: {lowerFirst(leverInWords(l, money))} ({odds(l.successRate)}).
            </Text>
          ))}
        </Stack>
      )}
    </Panel>
  )
})

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
