import { Alert, Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { ValuedAccount } from '@/api/portfolio'
import { createPosition, type Holding, type PositionInput } from '@/api/positions'
import { Problem } from '@/api/problem'
import { Dialog } from '@/components/Dialog'
import { explain } from '@/components/Failure'
import { SymbolInput, useSearch } from '@/components/SymbolInput'
import { useRefresh } from '@/components/useRefresh'
import { capitals } from '@/lib/capital'
import { decimalOf } from '@/lib/decimal'
import { useIntent } from '@/lib/intent'

type Props = {
  accounts: ValuedAccount[]
  account?: ValuedAccount
  close: () => void
  newAccount: () => void
  /** Begins the edit of the holding that is there already. */
  editExisting: (id: string) => void
}

/** A position by hand. Without an account there is nowhere to put it, so that comes first. */
export function AddPosition({ accounts, account, close, newAccount, editExisting }: Props) {
  const isPossible = accounts.length > 0 || account !== undefined
  return (
    <Dialog onClose={close} title="Add a position" size="lg">
      {isPossible ? (
        <PositionForm accounts={accounts} account={account} close={close} newAccount={newAccount} editExisting={editExisting} />
      ) : (
        <Stack align="flex-start">
          <Text size="sm">A position lies in an account. Name the account first; its kind decides how it is taxed.</Text>
          <Button onClick={newAccount}>Name an account</Button>
        </Stack>
      )}
    </Dialog>
  )
}

function PositionForm({ accounts, account, close, newAccount, editExisting }: Props) {
  const refresh = useRefresh()
  const once = useIntent()
  const [failure, setFailure] = useState<unknown>(null)
  const [existing, setExisting] = useState<Holding>()
  const [isSaving, setSaving] = useState(false)
  const form = useForm({
    initialValues: {
      accountId: account?.id ?? accounts[0]?.id ?? '',
      symbol: '',
      quantity: '',
      costBasis: '',
      price: '',
      asOfDate: '',
    },
    validate: { symbol: isNotEmpty('A symbol, such as VTI'), quantity: isNotEmpty('How many you hold') },
  })
  const search = useSearch(form.values.symbol)
  const symbol = form.values.symbol.trim().toUpperCase()
  // An account that was named a moment ago may not be in the portfolio yet.
  const known = account && !accounts.some((a) => a.id === account.id) ? [...accounts, account] : accounts

  async function save(values: typeof form.values) {
    setSaving(true)
    setFailure(null)
    setExisting(undefined)
    const input: PositionInput = {
      symbol: values.symbol.trim(),
      quantity: decimalOf(values.quantity),
      ...(values.costBasis.trim() && { costBasis: decimalOf(values.costBasis) }),
      ...(values.price.trim() && { price: decimalOf(values.price) }),
      ...(values.asOfDate && { asOfDate: values.asOfDate }),
    }
    try {
      const added = await once({ ...input, accountId: values.accountId }, (key) => createPosition(values.accountId, input, key))
      notifications.show({ message: `${added.symbol} was added.` })
      close()
      await refresh()
    } catch (e) {
      const fields = e instanceof Problem ? capitals(e.fields()) : {}
      form.setErrors(fields)
      if (e instanceof Problem && e.status === 409) {
        const held = known.find((a) => a.id === values.accountId)?.positions?.find((h) => h.symbol === symbol)
        setExisting(held)
      }
      if (Object.keys(fields).length === 0) setFailure(e)
    } finally {
      setSaving(false)
    }
  }

  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Stack gap="sm">
        <SymbolInput
          data-autofocus
          label="Symbol or name"
          description="Type to search by ticker or name; any ticker is taken."
          withAsterisk
          {...form.getInputProps('symbol')}
        />
        <div role="status">
          {search.isUnknown ? (
            <Text size="xs" c="dimmed">
              Alex does not know {symbol}. It will be classified at the next analysis; give a price below to count its value now.
            </Text>
          ) : null}
        </div>
        {existing?.id ? (
          <Alert color="yellow" variant="light" p="xs">
            <Group gap="sm">
              <Text size="sm">You hold {existing.symbol} in this account.</Text>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => {
                  close()
                  editExisting(existing.id ?? '')
                }}
              >
                Edit the existing one
              </Button>
            </Group>
          </Alert>
        ) : null}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput
            label="Quantity"
            inputMode="decimal"
            placeholder="12.5"
            autoComplete="off"
            withAsterisk
            {...form.getInputProps('quantity')}
          />
          <Select
            label="Account"
            data={known.map((a) => ({ value: a.id ?? '', label: a.accountName }))}
            allowDeselect={false}
            {...form.getInputProps('accountId')}
          />
          <TextInput
            label="Price a share"
            description="Only where Alex has none"
            inputMode="decimal"
            autoComplete="off"
            leftSection="$"
            {...form.getInputProps('price')}
          />
          <TextInput
            label="Paid in all"
            description="The cost basis, for estimated gains"
            inputMode="decimal"
            autoComplete="off"
            leftSection="$"
            {...form.getInputProps('costBasis')}
          />
        </SimpleGrid>
        {failure ? (
          <Alert color="red" variant="light" role="alert" title="It was not added">
            {explain(failure)} What you typed is kept.
          </Alert>
        ) : null}
        <Group justify="space-between">
          <Button variant="subtle" onClick={newAccount}>
            New account
          </Button>
          <Group gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={isSaving}>
              {failure ? 'Try again' : 'Add'}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}
