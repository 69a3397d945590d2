import { Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { addressQuery } from '@/api/address'
import { secondFactorQuery } from '@/api/security'
import { useAdapter } from '@/auth'
import { Async } from '@/components/Async'
import { Section } from '../Section'
import { Address } from './Address'
import { Password } from './Password'
import { SecondFactor } from './SecondFactor'
import { Sessions } from './Sessions'

/** What one signs in with, and where one is signed in. */
export function Security() {
  const { kind } = useAdapter()
  return (
    <Section id="security" title="Sign-in and security">
      {kind === 'local' ? (
        <LocalSecurity />
      ) : (
        <Text size="sm">Your sign-in service looks after it: see “Manage account” in the menu at the top.</Text>
      )}
    </Section>
  )
}

function LocalSecurity() {
  const factor = useQuery(secondFactorQuery)
  const address = useQuery(addressQuery)
  return (
    <Stack gap="lg">
      <Part title="E-mail address" lead="You sign in with it, and letters go to it.">
        <Async query={address} what="your e-mail address" height={80}>
          {(read) => <Address address={read} asksForCode={factor.data?.enabled ?? false} />}
        </Async>
      </Part>
      <Async query={factor} what="how you sign in" height={120}>
        {(read) =>
          read.hasPassword ? (
            <>
              <Part title="Password" lead="Changing it signs you out everywhere else, and ends the keys of assistants.">
                <Password />
              </Part>
              <Part title="Second factor" lead="A code from your phone, asked for beside the password.">
                <SecondFactor factor={read} />
              </Part>
            </>
          ) : (
            <Text size="sm">
              You do not sign in with a password here, so there is none to change and no second factor to set.
            </Text>
          )
        }
      </Async>
      <Part title="Sessions" lead="Every place where you are signed in. End what you do not know.">
        <Sessions />
      </Part>
    </Stack>
  )
}

function Part({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <div>
      <Title order={3} size="h5">
        {title}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {lead}
      </Text>
      {children}
    </div>
  )
}
