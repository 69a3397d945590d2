import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type Claims, claimsQuery, type Plan } from '@/api/retirement'
import { useAmounts } from '@/lib/amount'
import { MoneyField } from './MoneyField'
import { ownBenefit, withBenefit } from './planEdits'
import { SliderField } from './SliderField'

type Props = { plan: Plan; onChange: (edit: (plan: Plan) => Plan) => void }

/** When to claim Social Security: the server says what the benefit then is. */
export function BenefitField({ plan, onChange }: Props) {
  const { money } = useAmounts()
  const benefit = ownBenefit(plan)
  // What the benefit is at full age: as the person says, or as the plan had it
  // where it begins there.
  const [said, say] = useState<string | null>(null)
  const [planned, setPlanned] = useState<string | null>(null)
  const asked = said || planned || benefit?.annual || ''
  const table = useQuery({
    ...claimsQuery(asked, plan.birthYear || undefined),
    enabled: Boolean(plan.birthYear) && Number(asked) > 0,
    placeholderData: (before) => before,
  })
  const rows = table.data
  const isAtFullAge = rows && benefit?.startAge === rows.fullAge.years && rows.fullAge.months === 0
  const isPlanned = planned !== null || (isAtFullAge && said === null)
  const known = Boolean(said) || isPlanned

  const [hasMoved, setMoved] = useState(false)
  const claim = (age: number) => {
    const at = rows?.claims.find((c) => c.age === age)
    if (!at) return
    if (isPlanned && planned === null && benefit) setPlanned(benefit.annual)
    setMoved(true)
    onChange((p) => withBenefit(p, at.age, at.annual))
  }

  // Once it is counted by what the person says, it follows what they say next.
  const at = said && hasMoved && !table.isPlaceholderData ? rows?.claims.find((c) => c.age === benefit?.startAge) : undefined
  useEffect(() => {
    if (at && benefit && at.annual !== benefit.annual) onChange((p) => withBenefit(p, at.age, at.annual))
  }, [at, benefit, onChange])

  return (
    <>
      {known && benefit && rows ? (
        <SliderField
          label="Claim Social Security at"
          value={benefit.startAge}
          min={rows.claims[0]?.age ?? 62}
          max={rows.claims.at(-1)?.age ?? 70}
          say={String}
          onChange={claim}
          hint={`${money(benefit.annual)} a year from ${benefit.startAge}; your full age is ${fullAge(rows)}.`}
        />
      ) : (
        <Text size="sm">
          {benefit
            ? `Social Security: ${money(benefit.annual)} a year from ${benefit.startAge}.`
            : 'No Social Security of your own is counted.'}
        </Text>
      )}
      {!benefit && said && rows ? (
        <Button size="xs" variant="default" onClick={() => claim(rows.fullAge.years)}>
          Count it from age {rows.fullAge.years}
        </Button>
      ) : null}
      {plan.birthYear && !(rows && benefit && isAtFullAge) ? (
        <MoneyField
          label="Your benefit at full retirement age, a year"
          description="From your statement at ssa.gov; then you can try other ages."
          value={said ?? ''}
          onChange={(annual) => say(Number(annual) > 0 ? annual : '')}
        />
      ) : null}
    </>
  )
}

const fullAge = ({ fullAge: { years, months } }: Claims) => (months > 0 ? `${years} and ${months} months` : String(years))
