import { List, Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { usageQuery } from '@/api/usage'
import { Async } from '@/components/Async'
import { Section, type SectionProps } from './Section'
import { Usage } from './Usage'

/** Consent, said before anything is sent, and what was spent. An owner alone consents. */
export function ModelsAndCost({ form, isOwner }: SectionProps & { isOwner: boolean }) {
  const usage = useQuery(usageQuery)
  return (
    <Section id="models" title="Models and cost">
      <Switch
        label="Language models may write prose around my figures"
        description={isOwner ? undefined : 'Only the owner of this plan may change this'}
        disabled={!isOwner}
        {...form.getInputProps('allowModels', { type: 'checkbox' })}
      />
      <Text size="sm" mt="md" fw={600}>
        Off
      </Text>
      <Text size="sm">Nothing leaves this server. Rules write the report, with the same figures.</Text>
      <Text size="sm" mt="xs" fw={600}>
        On, and only where whoever runs Alex has set up a model
      </Text>
      <List size="sm">
        <List.Item>Sent: the facts of your report with rounded weights and values, and ticker symbols.</List.Item>
        <List.Item>
          Never sent: your name, e-mail address, account names or numbers, or anything else that you wrote yourself.
        </List.Item>
        <List.Item>
          A model writes words only. Code computes every figure either way, and checks each text before you see it.
        </List.Item>
      </List>
      <Async query={usage} what="what models have cost" height={60}>
        {(value) => <Usage usage={value} />}
      </Async>
    </Section>
  )
}
