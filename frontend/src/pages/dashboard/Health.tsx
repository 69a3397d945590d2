import { Anchor, Text } from '@mantine/core'
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Portfolio } from '@/api/portfolio'
import { Async } from '@/components/Async'
import { byUrgency, type Check, inWords } from './checks'
import classes from './Health.module.css'

/** The rules of prudence: what needs attention is open, what passes is folded away. */
export function Health({ query }: { query: UseQueryResult<Portfolio> }) {
  return (
    <Async query={query} what="the health checks" height={220}>
      {(portfolio) => <Checks checks={portfolio.checks ?? []} />}
    </Async>
  )
}

function Checks({ checks }: { checks: readonly Check[] }) {
  const sorted = byUrgency(checks)
  const open = sorted.filter((c) => c.status !== 'pass')
  const passed = sorted.filter((c) => c.status === 'pass')
  if (checks.length === 0) return <Text c="dimmed">There is nothing to check yet.</Text>
  return (
    <>
      {open.length > 0 ? <List checks={open} /> : <Text>Nothing needs attention.</Text>}
      {passed.length > 0 ? (
        <details className={classes.passed}>
          <summary>
            {passed.length} {passed.length === 1 ? 'check' : 'checks'} passed
          </summary>
          <List checks={passed} />
        </details>
      ) : null}
    </>
  )
}

const kinds = {
  fail: { icon: IconAlertTriangle, word: 'Needs attention' },
  warn: { icon: IconAlertCircle, word: 'Worth a look' },
  pass: { icon: IconCircleCheck, word: 'Passed' },
} as const

function List({ checks }: { checks: readonly Check[] }) {
  return (
    <ul className={classes.list}>
      {checks.map((check) => {
        const { icon: Icon, word } = kinds[check.status as keyof typeof kinds] ?? kinds.warn
        const { title, text, to } = inWords(check)
        return (
          <li key={check.id} className={classes.check} data-check={check.id} data-status={check.status}>
            <Icon size={20} aria-hidden className={classes.icon} />
            <div>
              <Text size="sm" fw={600} component="div">
                {title} <span className={classes.word}>{word}</span>
              </Text>
              <Text size="sm" c="dimmed">
                {text}{' '}
                {to && check.status !== 'pass' ? (
                  <Anchor component={Link} to={to} size="sm" aria-label={`Look into it: ${title}`}>
                    Look into it
                  </Anchor>
                ) : null}
              </Text>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
