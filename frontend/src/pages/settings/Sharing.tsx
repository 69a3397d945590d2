import { Anchor, Text } from '@mantine/core'
import { Link } from 'react-router'
import { Section } from './Section'

export function Sharing() {
  return (
    <Section id="sharing" title="Sharing">
      <Text size="sm">
        A partner or an adviser can read your plan, or edit it, if you invite them.{' '}
        <Anchor component={Link} to="/people">
          See who can, and invite
        </Anchor>
        .
      </Text>
    </Section>
  )
}
