import { Menu, Text, UnstyledButton } from '@mantine/core'
import { IconInfoCircle, IconPencil, IconTrash } from '@tabler/icons-react'
import { memo } from 'react'
import type { Portfolio } from '@/api/portfolio'
import { useAmounts } from '@/lib/amount'
import { dateShort, unitPrice } from '@/lib/format'
import type { HoldingActions } from './Holdings'
import classes from './Holdings.module.css'
import { LineMenu } from './LineMenu'
import { type PriceAge, priceAge } from './price-age'
import { QuantityCell } from './QuantityCell'
import type { HoldingRow } from './rows'
import type { LineProps } from './useVisibleRows'

type Props = LineProps & {
  row: HoldingRow
  portfolio: Portfolio
  namesAccount: boolean
  actions: HoldingActions
  isEditing: boolean
  /** Opens the edit of a holding, or closes it where it is the one that is open. */
  edit: (id: string, on: boolean) => void
}

export const HoldingLine = memo(function HoldingLine(props: Props) {
  const { row, portfolio, namesAccount, actions, isEditing, edit, index, measure } = props
  const { holding, instrument, account } = row
  const { money } = useAmounts()
  const age = priceAge(holding, portfolio)
  const name = instrument?.name && instrument.name !== holding.symbol ? instrument.name : ''
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2} data-symbol={holding.symbol} className={classes.holding}>
      <th scope="row" className={classes.name}>
        <UnstyledButton className={classes.symbol} onClick={() => actions.describe(holding)}>
          {holding.symbol}
        </UnstyledButton>
        <Text size="xs" c="dimmed" truncate component="div">
          {[name, namesAccount ? account.accountName : ''].filter(Boolean).join(' · ')}
          {instrument && !instrument.allocationAssetClass ? <span className={classes.flag}> Not classified yet</span> : null}
        </Text>
      </th>
      <td className={`number ${classes.quantity}`}>
        <QuantityCell
          holding={holding}
          isEditing={isEditing}
          canEdit={actions.canEdit && holding.id !== undefined}
          edit={(on) => edit(holding.id ?? '', on)}
        />
      </td>
      <td className={`number ${classes.price}`}>
        <span className={classes.times} aria-hidden>
          ×{' '}
        </span>
        {unitPrice(holding.price)}
        <PriceFlag age={age} asOf={holding.priceAsOf} />
      </td>
      <td className={`number ${classes.value}`}>{holding.priced ? money(holding.value) : '–'}</td>
      <td className={`no-print ${classes.menu}`}>
        <LineMenu label={`More for ${holding.symbol}`}>
          {() => (
            <>
              <Menu.Item leftSection={<IconInfoCircle size={16} aria-hidden />} onClick={() => actions.describe(holding)}>
                Details, price and class
              </Menu.Item>
              {actions.canEdit ? (
                <>
                  <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => edit(holding.id ?? '', true)}>
                    Edit quantity
                  </Menu.Item>
                  <Menu.Item
                    leftSection={<IconTrash size={16} aria-hidden />}
                    color="var(--alex-bad)"
                    onClick={() => actions.remove(holding)}
                  >
                    Delete {holding.symbol}
                  </Menu.Item>
                </>
              ) : null}
            </>
          )}
        </LineMenu>
      </td>
    </tr>
  )
})

const flags: Record<Exclude<PriceAge, 'fresh'>, string> = { missing: 'No price', undated: 'Price without date', old: 'Old price' }

function PriceFlag({ age, asOf }: { age: PriceAge; asOf: string | undefined }) {
  if (age === 'fresh') return null
  return (
    <span className={classes.flag}>
      {flags[age]}
      {age === 'old' ? `: ${dateShort(asOf)}` : ''}
    </span>
  )
}
