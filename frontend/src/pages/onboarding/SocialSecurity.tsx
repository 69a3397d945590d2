import { NumberInput, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { claimsQuery } from '@/api/retirement'
import type { Person } from '@/api/user'
import { MoneyInput } from '@/components/form/MoneyInput'
import { isOwnSocialSecurity } from '@/components/questions'
import { useAmounts } from '@/lib/amount'
import { ClaimAges } from './ClaimAges'
import { QuestionCard, type QuestionProps } from './QuestionCard'
import type { Change } from './useSavePerson'

/** The record with one Social Security benefit of the person's own, or with none. */
const withBenefit =
  (benefit?: { annual: string; startAge: number }): Change =>
  (record) => {
    const others = (record.incomes ?? []).filter((i) => !isOwnSocialSecurity(i))
    return {
      ...record,
      incomes: benefit ? [...others, { name: 'Social Security', kind: 'social_security', ...benefit }] : others,
    }
  }

const ownBenefit = (p: Person) => (p.incomes ?? []).find(isOwnSocialSecurity)

export function SocialSecurity({ person, ...moves }: QuestionProps) {
  const { money } = useAmounts()
  const known = ownBenefit(person)
  const [full, setFull] = useState('')
  const [age, setAge] = useState(known?.startAge ?? 67)
  const [resting] = useDebouncedValue(full, 400)
  const claims = useQuery(claimsQuery(resting, person.birthDate ? Number(person.birthDate.slice(0, 4)) : undefined))
  const claimed = claims.data?.claims.find((c) => c.age === age)
  // Where the table cannot be read, the sum is taken as paid at the chosen age.
  const annual = claims.isError ? full : full === resting ? (claimed?.annual ?? undefined) : undefined
  return (
    <QuestionCard
      {...moves}
      title="What will Social Security pay?"
      why="It pays for life and rises with prices, so a plan leans on it. Claiming later pays more each year: pick an age and see."
      assumption="no Social Security, pension or other income is counted, which makes the plan look worse than it may be."
      field="incomes"
      answer={() => {
        if (full === '' && known) return (record) => record
        if (full === '') return 'Enter a sum, or choose “I don’t know”.'
        if (!annual) return 'One moment: the benefit by age is still being read.'
        return withBenefit({ annual, startAge: age })
      }}
      forget={known ? withBenefit() : undefined}
      said={(p) => describe(ownBenefit(p), money)}
      mine={describe(annual ? { annual, startAge: age } : known, money)}
    >
      {(error, clear) => (
        <>
          {known ? (
            <Text>
              Your record has <strong>{describe(known, money)}</strong>. Continue to keep it, or enter a new benefit.
            </Text>
          ) : null}
          <MoneyInput
            label={claims.isError ? 'Benefit a year' : 'Benefit a year at full retirement age'}
            description={`On your statement at ssa.gov: the monthly amount at ${claims.isError ? 'the age below' : 'full retirement age'}, times twelve.`}
            value={full}
            error={error}
            onChange={(v) => {
              setFull(v)
              clear()
            }}
          />
          {claims.data && full !== '' ? <ClaimAges claims={claims.data} age={age} onPick={setAge} /> : null}
          {claims.isError ? (
            <NumberInput
              label="Paid from age"
              description="From 62 to 70. The table of claim ages cannot be read just now."
              maw={380}
              min={62}
              max={70}
              allowDecimal={false}
              value={age}
              onChange={(v) => setAge(Number(v))}
            />
          ) : null}
        </>
      )}
    </QuestionCard>
  )
}

const describe = (benefit: { annual: string; startAge: number } | undefined, money: (v: string) => string) =>
  benefit ? `${money(benefit.annual)} a year from age ${benefit.startAge}` : 'none'
