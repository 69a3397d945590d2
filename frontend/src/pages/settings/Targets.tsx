import { Button, Group, Text, Title } from '@mantine/core'
import { WholeInput } from '@/components/form/WholeInput'
import { assetClasses, regions, word } from '@/lib/words'
import { remainder, remainderText } from './faults'
import { Mixes } from './Mixes'
import { Section, type SectionProps } from './Section'
import classes from './Settings.module.css'

/** The mix that a person wants, which drift is measured against; never demanded. */
export function Targets({ form, isReadOnly }: SectionProps & { isReadOnly: boolean }) {
  return (
    <Section
      id="targets"
      title="Targets"
      lead="If you have a mix in mind, Alex shows how far you are from it. Without targets nothing is compared."
    >
      <Shares form={form} list="assetClassTargets" title="By kind" keys={assetClasses} />
      {isReadOnly ? null : <Mixes onChoose={(mix) => form.setFieldValue('assetClassTargets', mix)} />}
      <Shares form={form} list="regionTargets" title="By region" keys={regions} />
    </Section>
  )
}

function Shares({
  form,
  list,
  title,
  keys,
}: SectionProps & { list: 'assetClassTargets' | 'regionTargets'; title: string; keys: readonly string[] }) {
  const left = remainder(form.values[list])
  const error = form.errors[list]
  return (
    <fieldset className={classes.shares} data-refused={Boolean(error)} tabIndex={-1} aria-describedby={`${list}-sum`}>
      <legend>
        <Title order={3} mb="xs">
          {title}
        </Title>
      </legend>
      <div className={classes.narrow}>
        {keys.map((key) => (
          <WholeInput
            key={key}
            label={word(key)}
            unit="%"
            value={form.values[list][key] ?? ''}
            onChange={(v) => form.setFieldValue(`${list}.${key}`, v)}
            error={Boolean(error)}
          />
        ))}
      </div>
      <Group justify="space-between" mt="xs">
        <Text id={`${list}-sum`} role="status" size="sm" fw={600} c={error ? 'var(--alex-bad)' : undefined}>
          {error ?? remainderText(left)}
        </Text>
        {left === null ? null : (
          <Button variant="subtle" size="xs" onClick={() => form.setFieldValue(list, {})}>
            Remove the targets {title.toLowerCase()}
          </Button>
        )}
      </Group>
    </fieldset>
  )
}
