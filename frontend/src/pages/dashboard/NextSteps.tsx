import { Anchor, Text } from '@mantine/core'
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { personQuery } from '@/api/user'
import { Async } from '@/components/Async'
import { answered, questions } from '@/components/questions'
import classes from './NextSteps.module.css'

type Props = { hasHoldings: boolean; hasReport: boolean }

/** The way to a first report: what is done is ticked. */
export function NextSteps({ hasHoldings, hasReport }: Props) {
  const person = useQuery(personQuery)
  return (
    <Async query={person} what="your record" height={180}>
      {({ value }) => {
        const count = answered(value).length
        return (
          <ol className={classes.steps}>
            <Step done={hasHoldings} title="Add what you own">
              {hasHoldings ? null : (
                <>
                  Drop a broker's file, search for a holding, or take the sample.{' '}
                  <Anchor component={Link} to="/onboarding">
                    Add holdings
                  </Anchor>
                </>
              )}
            </Step>
            <Step done={count === questions.length} title={`Answer five questions (${count} of ${questions.length})`}>
              {count === questions.length ? null : (
                <>
                  Or skip them: what you leave open is assumed, and said so.{' '}
                  <Anchor component={Link} to="/onboarding">
                    Go on
                  </Anchor>
                </>
              )}
            </Step>
            <Step done={hasReport} title="Analyze">
              {hasReport ? null : 'How likely your plan is to hold, and what would change it: about a second.'}
            </Step>
          </ol>
        )
      }}
    </Async>
  )
}

function Step({ done, title, children }: { done: boolean; title: string; children: ReactNode }) {
  return (
    <li className={classes.step} data-done={done}>
      {done ? (
        <IconCircleCheckFilled size={22} className={classes.ticked} role="img" aria-label="Done" />
      ) : (
        <IconCircle size={22} className={classes.open} role="img" aria-label="To do" />
      )}
      <div>
        <Text fw={600}>{title}</Text>
        {children ? (
          <Text size="sm" c="dimmed" component="div">
            {children}
          </Text>
        ) : null}
      </div>
    </li>
  )
}
