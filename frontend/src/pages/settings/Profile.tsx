import { TextInput } from '@mantine/core'
import { Section, type SectionProps } from './Section'
import classes from './Settings.module.css'

export function Profile({ form, isDemo }: SectionProps & { isDemo: boolean }) {
  return (
    <Section
      id="profile"
      title="Profile"
      lead={isDemo ? 'This is a private copy of the sample household; it is erased after a day.' : undefined}
    >
      <div className={classes.grid}>
        <TextInput label="Name" description="As Alex calls you" autoComplete="name" {...form.getInputProps('displayName')} />
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="email"
          description="Where Alex signs you in"
          {...form.getInputProps('email')}
        />
        <TextInput label="Birth date" type="date" description="Sets every age of the plan" {...form.getInputProps('birthDate')} />
      </div>
    </Section>
  )
}
