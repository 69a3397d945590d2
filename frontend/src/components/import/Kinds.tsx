import { SimpleGrid, Text, Title } from '@mantine/core'
import { useId } from 'react'
import type { AccountChange, AccountType } from '@/api/imports'
import { AccountTypeSelect } from '@/components/form/AccountTypeSelect'

type Props = {
  accounts: AccountChange[]
  /** What was chosen, by the account's place. */
  types: ReadonlyMap<number, AccountType>
  choose: (types: ReadonlyMap<number, AccountType>) => void
  isFixed: boolean
}

/** How each new account is taxed: a file seldom says it, so a person may correct what its name led to. */
export function Kinds({ accounts, types, choose, isFixed }: Props) {
  const title = useId()
  const fresh = accounts.map((account, place) => ({ account, place })).filter((a) => !a.account.matches)
  const called = (name: string, place: number) => {
    const alike = fresh.filter((a) => a.account.name === name)
    return alike.length === 1 ? name : `${name} (${alike.findIndex((a) => a.place === place) + 1})`
  }
  if (fresh.length === 0) return null
  return (
    <section aria-labelledby={title}>
      <Title order={3} mb={4} id={title}>
        How new accounts are taxed
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        Taken from the file, or from the name of an account. Your odds rest on it: put right what is wrong.
      </Text>
      <SimpleGrid cols={{ base: 1, sm: Math.min(fresh.length, 2) }} spacing="sm">
        {fresh.map(({ account, place }) => (
          <AccountTypeSelect
            key={place}
            label={called(account.name, place)}
            disabled={isFixed}
            value={types.get(place) ?? account.accountType}
            onChange={(type) => {
              const chosen = new Map(types).set(place, type as AccountType)
              if (type === account.accountType) chosen.delete(place)
              choose(chosen)
            }}
          />
        ))}
      </SimpleGrid>
    </section>
  )
}
