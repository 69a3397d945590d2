import { Button, Menu, Text } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import type { ValuedAccount } from '@/api/portfolio'
import { useAmounts } from '@/lib/amount'
import { percentOfFraction } from '@/lib/decimal'
import { percent } from '@/lib/format'
import { word } from '@/lib/words'
import type { HoldingActions } from './Holdings'
import classes from './Holdings.module.css'
import { LineMenu } from './LineMenu'
import type { AccountRow, CashRow, ClassRow } from './rows'
import type { LineProps } from './useVisibleRows'

export function AccountLine({ row, actions, index, measure }: LineProps & { row: AccountRow; actions: HoldingActions }) {
  const { account, count } = row
  const { money } = useAmounts()
  const facts = [word(account.accountType), account.accountPurpose, `${count} ${count === 1 ? 'holding' : 'holdings'}`]
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2} className={classes.group}>
      <th scope="rowgroup" colSpan={3} className={classes.groupName}>
        <h2>{account.accountName}</h2>
        <Text size="xs" c="dimmed" component="span">
          {facts.filter(Boolean).join(' · ')}
        </Text>
      </th>
      <td className={`number ${classes.value}`}>{money(account.value)}</td>
      <td className={`no-print ${classes.menu}`}>
        {actions.canEdit ? <AccountMenu account={account} actions={actions} /> : null}
      </td>
    </tr>
  )
}

function AccountMenu({ account, actions }: { account: ValuedAccount; actions: HoldingActions }) {
  return (
    <LineMenu label={`More for account ${account.accountName}`}>
      {() => (
        <>
          <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} onClick={() => actions.add(account)}>
            Add a position here
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => actions.editAccount(account)}>
            Edit account and cash
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={16} aria-hidden />}
            color="var(--alex-bad)"
            onClick={() => actions.deleteAccount(account)}
          >
            Delete account
          </Menu.Item>
        </>
      )}
    </LineMenu>
  )
}

export function ClassLine({ row, index, measure }: LineProps & { row: ClassRow }) {
  const { money } = useAmounts()
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2} className={classes.group}>
      <th scope="rowgroup" colSpan={3} className={classes.groupName}>
        <h2>{row.title}</h2>
        <Text size="xs" c="dimmed" component="span">
          {row.percent === undefined ? null : `${percent(row.percent)} of everything, mixed funds by their parts`}
        </Text>
      </th>
      <td className={`number ${classes.value}`}>{row.value === undefined ? null : money(row.value)}</td>
      <td className="no-print" />
    </tr>
  )
}

type CashProps = LineProps & { row: CashRow; namesAccount: boolean; actions: HoldingActions }

export function CashLine({ row: { account }, namesAccount, actions, index, measure }: CashProps) {
  const { money } = useAmounts()
  const interest = percentOfFraction(account.cashInterest)
  const earns = interest === '0' ? 'no interest on it is known' : `earns ${interest}% a year`
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2} className={classes.holding}>
      <th scope="row" colSpan={3} className={classes.name}>
        Cash
        <Text size="xs" c="dimmed" component="div" truncate>
          {namesAccount ? `${account.accountName} · ${earns}` : earns}
        </Text>
      </th>
      <td className={`number ${classes.value}`}>{money(account.cashBalance)}</td>
      <td className={`no-print ${classes.menu}`}>
        {actions.canEdit ? (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-label={`Edit cash of ${account.accountName}`}
            onClick={() => actions.editAccount(account)}
          >
            <IconPencil size={16} aria-hidden />
          </Button>
        ) : null}
      </td>
    </tr>
  )
}
