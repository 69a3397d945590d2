import { Alert, Button, Group, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { type Account, type AccountInput, createAccount, putAccount } from '@/api/accounts'
import type { ValuedAccount } from '@/api/portfolio'
import { Conflict } from '@/components/Conflict'
import { Dialog } from '@/components/Dialog'
import { explain, Failure } from '@/components/Failure'
import { AccountTypeSelect } from '@/components/form/AccountTypeSelect'
import { MoneyInput } from '@/components/form/MoneyInput'
import { useRefresh } from '@/components/useRefresh'
import { useAmounts } from '@/lib/amount'
import { decimalOf, fractionOfPercent, percentOfFraction } from '@/lib/decimal'
import { word } from '@/lib/words'
import { useAccountSave } from './useAccountSave'

type Props = { account?: ValuedAccount; close: () => void; saved: (account: Account) => void }

type Values = { accountName: string; accountType: string; accountPurpose: string; cashBalance: string; interest: string }

const valuesOf = (a: ValuedAccount | undefined): Values => ({
  accountName: a?.accountName ?? '',
  accountType: a?.accountType ?? 'taxable',
  accountPurpose: a?.accountPurpose ?? '',
  cashBalance: a?.cashBalance ?? '0',
  interest: a ? percentOfFraction(a.cashInterest) : '0',
})

const inputOf = (v: Values): AccountInput => ({
  accountName: v.accountName.trim(),
  accountType: v.accountType as AccountInput['accountType'],
  ...(v.accountPurpose.trim() && { accountPurpose: v.accountPurpose.trim() }),
  cashBalance: decimalOf(v.cashBalance) || '0',
  cashInterest: fractionOfPercent(v.interest || '0') ?? v.interest,
})

/** An account: its name, its kind in words, its cash and what that earns. */
export function AccountDialog({ account, close, saved }: Props) {
  const { moneyExact } = useAmounts()
  const refresh = useRefresh()
  const form = useForm<Values>({
    initialValues: valuesOf(account),
    validate: { accountName: isNotEmpty('A name you will know it by') },
  })
  const { save, isSaving, failure, theirs, isReading, readFailure, retryRead } = useAccountSave({
    id: account?.id,
    create: createAccount,
    put: putAccount,
    refused: (fields) => form.setErrors({ ...fields, ...(fields.cashInterest && { interest: fields.cashInterest }) }),
    read: (now) => {
      if (!form.isDirty()) form.setValues(valuesOf(now))
    },
    saved: (a) => {
      close()
      saved(a)
    },
  })
  const say = (v: Values) => ({
    Name: v.accountName,
    Kind: word(v.accountType),
    'What it is for': v.accountPurpose || '–',
    Cash: moneyExact(decimalOf(v.cashBalance)),
    Interest: `${v.interest}%`,
  })
  const differences = theirs
    ? Object.entries(say(valuesOf(theirs)))
        .map(([field, now]) => ({ field, theirs: now, mine: say(form.values)[field as keyof ReturnType<typeof say>] }))
        .filter((d) => d.theirs !== d.mine)
    : []
  return (
    <Dialog onClose={close} title={account ? `Edit ${account.accountName}` : 'Add an account'} size="lg">
      <form onSubmit={form.onSubmit((v) => save(inputOf(v)))} noValidate>
        <Stack gap="sm">
          <TextInput label="Name" data-autofocus withAsterisk maxLength={255} {...form.getInputProps('accountName')} />
          <AccountTypeSelect label="Kind of account" {...form.getInputProps('accountType')} value={form.values.accountType} />
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <MoneyInput label="Cash" description="Money that is not invested" {...form.getInputProps('cashBalance')} />
            <TextInput
              label="Interest on cash"
              description="Percent a year"
              rightSection="%"
              inputMode="decimal"
              autoComplete="off"
              {...form.getInputProps('interest')}
            />
          </SimpleGrid>
          <Textarea label="What it is for" autosize minRows={1} maxLength={2000} {...form.getInputProps('accountPurpose')} />
          {readFailure ? (
            <Failure error={readFailure} what="The account could not be read for editing" retry={retryRead} />
          ) : null}
          {theirs ? (
            <Conflict
              what="this account"
              differences={differences}
              isSaving={isSaving}
              takeTheirs={() => {
                close()
                void refresh()
              }}
              keepMine={() => save(inputOf(form.values))}
            />
          ) : null}
          {failure ? (
            <Alert color="red" variant="light" role="alert" title="It was not saved">
              {explain(failure)} What you typed is kept.
            </Alert>
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={isSaving} disabled={isReading || theirs !== undefined}>
              {failure ? 'Try again' : 'Save'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
