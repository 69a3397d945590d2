import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
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
  const [atFullAge, setAtFullAge] = useState<string | null>(null)
  const asked = atFullAge ?? benefit?.annual ?? ''
  const table = useQuery({
    ...claimsQuery(asked, plan.birthYear || undefined),
    enabled: Boolean(plan.birthYear) && Number(asked) > 0,
    placeholderData: (before) => before,
  })
  const rows = table.data

  // The benefit that the plan has is that of its own age: unless this is the full
  // one, the person has to say what the full one is.
  const known = atFullAge !== null || (rows && benefit?.startAge === rows.fullAge.years && rows.fullAge.months === 0)
  const claim = (age: number) => {
    const at = rows?.claims.find((c) => c.age === age)
    if (!at) return
    if (atFullAge === null && benefit) setAtFullAge(benefit.annual)
    onChange((p) => withBenefit(p, at.age, at.annual))
  }
  const changeFull = (annual: string) => setAtFullAge(Number(annual) > 0 ? annual : null)

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
      {!benefit && atFullAge && rows ? (
        <Button size="xs" variant="default" onClick={() => claim(rows.fullAge.years)}>
          Count it from age {rows.fullAge.years}
        </Button>
      ) : null}
      {plan.birthYear && !(known && benefit) ? (
        <MoneyField
          label="Your benefit at full retirement age, a year"
          description="From your statement at ssa.gov; then you can try other ages."
          value={atFullAge ?? ''}
          onChange={changeFull}
        />
      ) : null}
    </>
  )
}

const fullAge = ({ fullAge: { years, months } }: Claims) => (months > 0 ? `${years} and ${months} months` : String(years))
