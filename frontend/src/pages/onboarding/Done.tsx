import { Anchor, Group, Paper, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import type { Person } from '@/api/user'
import { AnalyzeButton } from '@/components/AnalyzeButton'
import { isAnswered, type Question, questions } from '@/components/questions'
import classes from './Done.module.css'
import card from './QuestionCard.module.css'
import type { Step } from './steps'

const names: Record<Question, string> = {
  birthDate: 'Birth date',
  retirementAge: 'Retirement age',
  spending: 'Spending',
  saving: 'Saving',
  socialSecurity: 'Social Security',
}

/** All is said that has to be: what is answered, what is assumed, and the analysis. */
export function Done({ person, hasHoldings, go }: { person: Person; hasHoldings: boolean; go: (step: Step) => void }) {
  return (
    <Paper component="section" aria-labelledby="ready" className={card.card}>
      <Title order={2} id="ready" className={card.title}>
        {hasHoldings ? 'Ready' : 'Almost ready'}
      </Title>
      <Text c="dimmed">
        {hasHoldings
          ? 'The analysis takes about a second. Every answer can be changed later, and so can every assumption.'
          : 'There is nothing to analyze yet: add what you own first.'}
      </Text>
      <ul className={classes.answers}>
        {questions.map((q) => (
          <li key={q}>
            <span>{names[q]}</span>
            <span className={classes.state}>{isAnswered(q, person) ? 'answered' : 'assumed'}</span>
            <Anchor component="button" type="button" onClick={() => go(q)} aria-label={`Change: ${names[q]}`} size="sm">
              Change
            </Anchor>
          </li>
        ))}
      </ul>
      <Group>
        {hasHoldings ? (
          <AnalyzeButton size="md" />
        ) : (
          <Anchor component="button" type="button" onClick={() => go('holdings')}>
            Add what you own
          </Anchor>
        )}
        <Anchor component={Link} to="/dashboard">
          Go to the dashboard
        </Anchor>
      </Group>
    </Paper>
  )
}
