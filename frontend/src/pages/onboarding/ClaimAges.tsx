import { Text } from '@mantine/core'
import { useId } from 'react'
import type { Claims } from '@/api/retirement'
import { useAmounts } from '@/lib/amount'
import { percent } from '@/lib/format'
import classes from './ClaimAges.module.css'

type Props = { claims: Claims; age: number; onPick: (age: number) => void }

/** The benefit at each age from 62 to 70, to pick from. */
export function ClaimAges({ claims, age, onPick }: Props) {
  const { money } = useAmounts()
  const id = useId()
  const { years, months } = claims.fullAge
  return (
    <fieldset className={classes.ages}>
      <legend>When will you claim it?</legend>
      <Text size="sm" c="dimmed">
        Your full retirement age is {years}
        {months > 0 ? ` and ${months} months` : ''}.
      </Text>
      <div className={classes.list}>
        {claims.claims.map((claim) => (
          <label key={claim.age} className={classes.age} data-picked={claim.age === age}>
            <input
              type="radio"
              name={id}
              value={claim.age}
              checked={claim.age === age}
              onChange={() => onPick(claim.age)}
              className={classes.radio}
            />
            <span className={classes.years}>{claim.age}</span>{' '}
            <span className={`figure ${classes.annual}`}>{money(claim.annual)} a year,</span>{' '}
            <span className={`figure ${classes.monthly}`}>
              {money(claim.monthly)} a month, {percent(claim.percent)} of the full benefit
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
