import { TextInput, type TextInputProps } from '@mantine/core'
import { Section, type SectionProps } from './Section'
import classes from './Settings.module.css'

// Labels line up where what explains a field stands under it.
const order: TextInputProps['inputWrapperOrder'] = ['label', 'input', 'description', 'error']

export function Profile({ form, isDemo }: SectionProps & { isDemo: boolean }) {
  return (
    <Section
      id="profile"
      title="Profile"
      lead={isDemo ? 'This is a private copy of the sample household; it is erased after a day.' : undefined}
    >
      <div className={classes.grid}>
        <TextInput
          label="Name"
          description="As Alex calls you"
          autoComplete="name"
          maxLength={255}
          inputWrapperOrder={order}
          {...form.getInputProps('displayName')}
        />
        <TextInput
          label="Birth date"
          type="date"
          description="Sets every age of the plan"
          autoComplete="bday"
          inputWrapperOrder={order}
          {...form.getInputProps('birthDate')}
        />
        {form.values.email ? (
          <TextInput
            label="E-mail"
            type="email"
            readOnly
            description="Changed under “Sign-in and security”"
            inputWrapperOrder={order}
            {...form.getInputProps('email')}
          />
        ) : null}
      </div>
    </Section>
  )
}
