import { Switch } from '@mantine/core'
import { Section, type SectionProps } from './Section'

const what =
  'By e-mail, on the first of a month, where a health check has changed. It names no amounts, no accounts and no holdings, and each one has a link to stop them.'

/** A person's wish for letters; where the address is not known to be theirs, none are sent. */
export function MonthlyReview({ form, isVerified }: SectionProps & { isVerified: boolean }) {
  const field = form.getInputProps('monthlyReview', { type: 'checkbox' })
  return (
    <Section id="letters" title="Letters">
      <Switch
        label="A review a month"
        description={
          isVerified ? what : `${what} Your address is not confirmed yet, so none is sent: see “Sign-in and security” below.`
        }
        disabled={!isVerified && !field.checked}
        {...field}
      />
    </Section>
  )
}
