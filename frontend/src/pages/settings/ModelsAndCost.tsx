import { Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useModels } from '@/api/site'
import { usageQuery } from '@/api/usage'
import { Async } from '@/components/Async'
import { WhatIsSent } from '@/components/consent/WhatIsSent'
import { Section, type SectionProps } from './Section'
import { Usage } from './Usage'

/** Consent, in the words in which it is asked for, and what was spent. An owner alone consents, and to models that there are. */
export function ModelsAndCost({ form, isOwner }: SectionProps & { isOwner: boolean }) {
  const usage = useQuery(usageQuery)
  const models = useModels()
  const isOn = form.getValues().allowModels
  return (
    <Section id="models" title="Models and cost">
      {models.length === 0 ? (
        <Text size="sm" mb="md">
          No model is set up here. Rules write every report, and nothing leaves this server.
        </Text>
      ) : null}
      <Switch
        label="Language models may write prose around my figures"
        description={isOwner ? undefined : 'Only the owner of this plan may change this'}
        disabled={!isOwner || (models.length === 0 && !isOn)}
        {...form.getInputProps('allowModels', { type: 'checkbox' })}
        onChange={(e) => form.setValues({ allowModels: e.currentTarget.checked, modelsAnswered: true })}
      />
      {models.length > 0 ? (
        <>
          <Text size="sm" my="sm" c="dimmed">
            Off: rules write with the same figures, and nothing leaves this server.
          </Text>
          <WhatIsSent models={models} />
        </>
      ) : null}
      <Async query={usage} what="what models have cost" height={60}>
        {(value) => <Usage usage={value} />}
      </Async>
    </Section>
  )
}
