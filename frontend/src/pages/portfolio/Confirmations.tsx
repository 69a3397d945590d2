import { Text } from '@mantine/core'
import { addSample, clearPortfolio, deleteAccount } from '@/api/accounts'
import type { Portfolio, ValuedAccount } from '@/api/portfolio'
import { ConfirmHoldings } from '@/components/ConfirmHoldings'
import { useAmounts } from '@/lib/amount'
import { useIntent } from '@/lib/intent'

const count = (n: number, noun: string) => `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`

export function DeleteAccountDialog({ account, close }: { account: ValuedAccount; close: () => void }) {
  const { money } = useAmounts()
  return (
    <ConfirmHoldings
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
    </ConfirmHoldings>
  )
}

export function ClearDialog({ portfolio, close }: { portfolio: Portfolio; close: () => void }) {
  const { money } = useAmounts()
  const accounts = portfolio.accounts ?? []
  const holdings = accounts.flatMap((a) => a.positions ?? []).length
  return (
    <ConfirmHoldings
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
    </ConfirmHoldings>
  )
}

export function SampleDialog({ portfolio, close }: { portfolio: Portfolio; close: () => void }) {
  const once = useIntent()
  const isEmpty = (portfolio.accounts ?? []).length === 0
  return (
    <ConfirmHoldings
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
    </ConfirmHoldings>
  )
}
