import { Switch, TextInput } from '@mantine/core'
import { WholeInput } from '@/components/form/WholeInput'
import { Section, type SectionProps } from './Section'
import classes from './Settings.module.css'

export function Partner({ form }: SectionProps) {
  return (
    <Section id="partner" title="Partner" lead="A couple's money has to last until the last of the two.">
      <Switch mb="md" label="I plan together with a partner" {...form.getInputProps('hasPartner', { type: 'checkbox' })} />
      {form.values.hasPartner ? (
        <div className={classes.grid}>
          <TextInput label="Partner's name" maxLength={255} {...form.getInputProps('partner.name')} />
          <TextInput label="Partner's birth date" type="date" {...form.getInputProps('partner.birthDate')} />
          <WholeInput
            label="Partner's age today"
            unit="years"
            description="Where no birth date is set"
            {...form.getInputProps('partner.currentAge')}
          />
          <WholeInput label="Plan until the partner's age" unit="years" {...form.getInputProps('partner.horizonAge')} />
          <WholeInput
            label="Spending of the survivor"
            unit="%"
            description="Of the planned; empty: 80"
            {...form.getInputProps('partner.survivorSpendingPercent')}
          />
        </div>
      ) : null}
    </Section>
  )
}
