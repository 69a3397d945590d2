import { Switch, Text, Title } from '@mantine/core'
import { MoneyInput } from '@/components/form/MoneyInput'
import { WholeInput } from '@/components/form/WholeInput'
import { EventRows, IncomeRows, PhaseRows } from './Rows'
import { Section, type SectionProps } from './Section'
import classes from './Settings.module.css'

export function PlanInputs({ form }: SectionProps) {
  return (
    <Section
      id="plan"
      title="Your plan"
      lead="What you leave empty is assumed, and every report says what was. All amounts a year, in today's money."
    >
      <div className={classes.grid}>
        <WholeInput
          label="Retirement age"
          unit="years"
          description="When contributions end"
          {...form.getInputProps('retirementAge')}
        />
        <WholeInput
          label="Or years until retirement"
          unit="years"
          description="Where no age is set"
          {...form.getInputProps('yearsUntilRetirement')}
        />
        <WholeInput
          label="Plan until age"
          unit="years"
          description="How long the money has to last"
          {...form.getInputProps('horizonAge')}
        />
        <MoneyInput label="Spending today" description="A year, all in" {...form.getInputProps('currentAnnualSpending')} />
        <MoneyInput
          label="Spending in retirement"
          description="A year; empty: as today"
          {...form.getInputProps('targetRetirementIncome')}
        />
        <MoneyInput label="Yearly saving" description="All accounts together" {...form.getInputProps('annualContribution')} />
        <WholeInput label="Tax on withdrawals" unit="%" description="Your effective rate" {...form.getInputProps('taxPercent')} />
        <WholeInput
          label="Emergency fund"
          unit="months"
          description="Of today's spending"
          {...form.getInputProps('emergencyMonths')}
        />
      </div>
      <Switch
        mt="md"
        label="The spending in retirement is before tax"
        {...form.getInputProps('targetBeforeTax', { type: 'checkbox' })}
      />
      <Title order={3} mt="lg" mb="xs">
        Income in retirement
      </Title>
      <IncomeRows form={form} />
      <Title order={3} mt="lg" mb="xs">
        Further spending for a time
      </Title>
      <PhaseRows form={form} />
      <Title order={3} mt="lg" mb={4}>
        Single events
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        What is spent once has a minus before it; what comes in once has none.
      </Text>
      <EventRows form={form} />
    </Section>
  )
}
