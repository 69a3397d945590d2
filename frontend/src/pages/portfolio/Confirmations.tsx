import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { addSample, clearPortfolio, deleteAccount } from '@/api/accounts'
import type { Portfolio, ValuedAccount } from '@/api/portfolio'
import { Failure } from '@/components/Failure'
import { useAmounts } from '@/lib/amount'
import { useIntent } from '@/lib/intent'
import { useRefresh } from './cache'

const count = (n: number, noun: string) => `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`

type ConfirmProps = {
  title: string
  children: ReactNode
  /** The verb on the button. */
  act: string
  isDestructive?: boolean
  run: () => Promise<unknown>
  done: string
  close: () => void
}

/** Says what will happen, and does it once it is agreed to. */
function Confirm({ title, children, act, isDestructive = false, run, done, close }: ConfirmProps) {
  const refresh = useRefresh()
  const client = useQueryClient()
  const [isRunning, setRunning] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  async function confirmed() {
    setRunning(true)
    setFailure(null)
    try {
      await run()
      notifications.show({ message: done })
      close()
      await Promise.all([refresh(), client.invalidateQueries({ queryKey: ['user'] })]) // the sample brings answers too
    } catch (e) {
      setFailure(e)
      setRunning(false)
    }
  }
  return (
    <Modal opened onClose={close} title={title}>
      <Stack gap="md">
        {children}
        {failure ? <Failure error={failure} what="That did not work" /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button color={isDestructive ? 'red' : undefined} loading={isRunning} onClick={confirmed}>
            {act}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

export function DeleteAccountDialog({ account, close }: { account: ValuedAccount; close: () => void }) {
  const { money } = useAmounts()
  return (
    <Confirm
      title={`Delete ${account.accountName}?`}
      act="Delete account"
      isDestructive
      run={() => deleteAccount(account.id ?? '')}
      done={`${account.accountName} was deleted.`}
      close={close}
    >
      <Text size="sm">
        This deletes the account with {count(account.positions?.length ?? 0, 'holding')} and {money(account.cashBalance)} cash,{' '}
        {money(account.value)} in all. Reports that were made before stay. It cannot be undone.
      </Text>
    </Confirm>
  )
}

export function ClearDialog({ portfolio, close }: { portfolio: Portfolio; close: () => void }) {
  const { money } = useAmounts()
  const accounts = portfolio.accounts ?? []
  const holdings = accounts.flatMap((a) => a.positions ?? []).length
  return (
    <Confirm
      title="Clear the portfolio?"
      act="Clear everything"
      isDestructive
      run={clearPortfolio}
      done="The portfolio was cleared."
      close={close}
    >
      <Text size="sm">
        This deletes all {count(accounts.length, 'account')} and {count(holdings, 'holding')}, {money(portfolio.totalValue)} in
        all. Answers that came with the sample household go too, where you changed none of them.
      </Text>
      <Text size="sm">
        Your profile, plans, reports and own prices stay. It cannot be undone; an export beforehand keeps a copy.
      </Text>
    </Confirm>
  )
}

export function SampleDialog({ portfolio, close }: { portfolio: Portfolio; close: () => void }) {
  const once = useIntent()
  const isEmpty = (portfolio.accounts ?? []).length === 0
  return (
    <Confirm
      title="Add the sample household?"
      act="Add the sample"
      run={() => once('sample', addSample)}
      done="The sample household was added."
      close={close}
    >
      <Text size="sm">
        This adds the accounts of an invented household: a 401(k), an IRA and two brokerage accounts.
        {isEmpty ? '' : ' Your own accounts stay as they are, and the sample counts beside them in every total.'}
      </Text>
      <Text size="sm">
        Where you have answered nothing about yourself yet, its answers (age, spending, targets) stand in for yours until you
        change them or clear the portfolio.
      </Text>
    </Confirm>
  )
}
