import { NativeSelect, Stack } from '@mantine/core'
import type { Plan } from '@/api/retirement'
import { Panel } from '@/components/Panel'
import { BenefitField } from './BenefitField'
import { MoneyField } from './MoneyField'
import { PercentField } from './PercentField'
import { type Rule, stockShare, withHorizon, withRetirementAge, withRule, withStocks, withTax } from './planEdits'
import { SliderField } from './SliderField'

type Props = { plan: Plan; onChange: (edit: (plan: Plan) => Plan) => void; errors: Record<string, string> }

const rules = [
  { value: 'constant', label: 'The same every year' },
  { value: 'percent', label: 'A percent of what is left' },
  { value: 'guardrails', label: 'Guardrails: cut or raise when off course' },
  { value: 'floor_ceiling', label: 'Follows the balance, within limits' },
]
const years = (age: number) => String(age)
const whole = (value: number) => `${Math.round(value)}%`

/** What a person can decide about their plan. */
export function Inputs({ plan, onChange, errors }: Props) {
  const working = plan.retirementAge > plan.currentAge
  const glides = (plan.glidePath ?? []).length > 0
  return (
    <Panel title="Your plan">
      <Stack gap="md">
        <SliderField
          label="Retirement age"
          value={plan.retirementAge}
          min={Math.min(plan.currentAge, plan.retirementAge)}
          max={Math.max(80, plan.retirementAge)}
          say={years}
          onChange={(age) => onChange((p) => withRetirementAge(p, age))}
        />
        <MoneyField
          label="Spending in retirement, a year"
          description="After tax, in today’s money."
          value={plan.annualSpending}
          error={errors.annualSpending}
          onChange={(annualSpending) => onChange((p) => ({ ...p, annualSpending }))}
        />
        {working ? (
          <MoneyField
            label="Saving until then, a year"
            value={plan.annualContribution}
            error={errors.annualContribution}
            onChange={(annualContribution) => onChange((p) => ({ ...p, annualContribution }))}
          />
        ) : null}
        <BenefitField plan={plan} onChange={onChange} />
        <SliderField
          label="Share of stocks"
          value={stockShare(plan)}
          min={0}
          max={100}
          say={whole}
          onChange={(share) => onChange((p) => withStocks(p, share))}
          hint={glides ? 'Until the first step of your glide path; from there on the path decides.' : null}
        />
        <SliderField
          label="Plan until age"
          value={plan.horizonAge}
          min={Math.max(plan.currentAge + 1, 70)}
          max={Math.max(105, plan.horizonAge)}
          say={years}
          hint={plan.partner?.horizonAge ? `And until your partner is ${plan.partner.horizonAge}, if that is later.` : null}
          onChange={(age) => onChange((p) => withHorizon(p, age))}
        />
        <NativeSelect
          label="How withdrawals follow the markets"
          data={rules}
          value={plan.withdrawalRule?.kind ?? 'constant'}
          onChange={(e) => {
            const kind = e.currentTarget.value as Rule['kind']
            onChange((p) => withRule(p, kind))
          }}
          error={errors['withdrawalRule.kind']}
        />
        <RuleFields plan={plan} onChange={onChange} errors={errors} />
        <PercentField
          label="Fund costs, percent a year"
          value={plan.feePercent}
          max={10}
          error={errors.feePercent}
          onChange={(feePercent) => onChange((p) => ({ ...p, feePercent }))}
        />
        <PercentField
          label="Tax on withdrawals, percent"
          value={plan.taxPercent}
          max={99}
          error={errors.taxPercent}
          onChange={(tax) => onChange((p) => withTax(p, tax))}
        />
      </Stack>
    </Panel>
  )
}

/** The figures of a rule that has some. */
function RuleFields({ plan, onChange, errors }: Props) {
  const rule = plan.withdrawalRule ?? {}
  const field = (key: 'percent' | 'floorPercent' | 'ceilingPercent', label: string, max: number) => (
    <PercentField
      label={label}
      value={rule[key]}
      max={max}
      error={errors[`withdrawalRule.${key}`]}
      onChange={(value) => onChange((p) => ({ ...p, withdrawalRule: { ...p.withdrawalRule, [key]: value } }))}
    />
  )
  if (rule.kind === 'percent') return field('percent', 'Percent of the balance, a year', 100)
  if (rule.kind !== 'floor_ceiling') return null
  return (
    <>
      {field('floorPercent', 'At least, percent of planned spending', 100)}
      {field('ceilingPercent', 'At most, percent of planned spending', 1000)}
    </>
  )
}
