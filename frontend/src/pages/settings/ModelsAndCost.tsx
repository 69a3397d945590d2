import { Button, Group, Stack, Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useModels } from '@/api/site'
import { usageQuery } from '@/api/usage'
import { allows, consent } from '@/api/user'
import { Async } from '@/components/Async'
import { WhatIsSent, WhereTracesGo } from '@/components/consent/WhatIsSent'
import { Section, type SectionProps } from './Section'
import { Usage } from './Usage'

/** Consent, in the words in which it is asked for, and what was spent. An owner alone consents, and to models that there are. */
export function ModelsAndCost({ form, isOwner }: SectionProps & { isOwner: boolean }) {
  const usage = useQuery(usageQuery)
  const models = useModels()
  const values = form.getValues()
  const isOn = values.allowModels
  const isPartly = isOn && !allows(values, models)
  const writes = models.length === 0 || models.some((m) => !m.embeds)
  return (
    <Section id="models" title="Models and cost">
      {models.length === 0 ? (
        <Stack gap="xs" mb="md">
          <Text size="sm">No model is set up here. Rules write every report.</Text>
          <WhereTracesGo />
        </Stack>
      ) : null}
      <Switch
        label={writes ? 'Language models may add remarks to my reports' : 'A service elsewhere may look for texts to quote'}
        description={isOwner ? undefined : 'Only the owner of this plan may change this'}
        disabled={!isOwner || (models.length === 0 && !isOn)}
        checked={isOn}
        onChange={(e) => form.setValues(consent(e.currentTarget.checked, models))}
      />
      {models.length > 0 ? (
        <>
          {isPartly ? (
            <Group my="sm" gap="sm">
              <Text size="sm">Since you said yes, a model is reached at another place. What is there gets nothing so far.</Text>
              {isOwner ? (
                <Button size="compact-sm" variant="default" onClick={() => form.setValues(consent(true, models))}>
                  Allow that too
                </Button>
              ) : null}
            </Group>
          ) : null}
          <Text size="sm" my="sm" c="dimmed">
            {isOn
              ? 'Rules write every sentence with a figure.'
              : writes
                ? 'Off: rules write with the same figures, and no model is asked.'
                : 'Off: your reports quote nothing, and nothing is sent.'}
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
