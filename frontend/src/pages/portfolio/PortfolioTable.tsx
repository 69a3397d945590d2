import { Group, SegmentedControl, Select, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { instrumentsQuery } from '@/api/instruments'
import type { Portfolio } from '@/api/portfolio'
import { useSetting } from '@/lib/preferences'
import type { Dialog } from './dialog'
import { ExportMenu } from './ExportMenu'
import { type HoldingActions, Holdings } from './Holdings'
import { type Grouping, type Instruments, type Order, rowsOf } from './rows'
import { useRemoval } from './useRemoval'

type Props = {
  portfolio: Portfolio
  canEdit: boolean
  show: (dialog: Dialog) => void
  editing: string | null
  edit: (id: string, on: boolean) => void
}

const groupings = [
  { value: 'account', label: 'By account' },
  { value: 'class', label: 'By class' },
  { value: 'all', label: 'All' },
]
const orders = [
  { value: 'symbol', label: 'By symbol' },
  { value: 'value', label: 'Largest first' },
]
const noInstruments: Instruments = new Map()

/** The holdings with what chooses, orders, finds and exports them. */
export function PortfolioTable({ portfolio, canEdit, show, editing, edit }: Props) {
  const instruments = useQuery(instrumentsQuery).data ?? noInstruments
  const [savedGrouping, setGrouping] = useSetting('alex.holdings.grouping')
  const [savedOrder, setOrder] = useSetting('alex.holdings.order')
  const grouping = (groupings.find((g) => g.value === savedGrouping)?.value ?? 'account') as Grouping
  const order = (orders.find((o) => o.value === savedOrder)?.value ?? 'symbol') as Order
  const [typed, type] = useState('')
  const [text] = useDebouncedValue(typed, 150)
  const rows = useMemo(
    () => rowsOf(portfolio, instruments, { grouping, order, text }),
    [portfolio, instruments, grouping, order, text],
  )
  const remove = useRemoval()
  const actions: HoldingActions = useMemo(
    () => ({
      canEdit,
      describe: (holding) => show({ kind: 'describe', holding }),
      remove,
      add: (account) => show({ kind: 'add', account }),
      editAccount: (account) => show({ kind: 'account', account }),
      deleteAccount: (account) => show({ kind: 'deleteAccount', account }),
    }),
    [canEdit, show, remove],
  )
  return (
    <div>
      <Group justify="space-between" gap="xs" className="no-print" mb="xs">
        <SegmentedControl size="xs" aria-label="Group holdings" data={groupings} value={grouping} onChange={setGrouping} />
        <Group gap="xs" wrap="nowrap">
          <TextInput
            size="xs"
            type="search"
            w={{ base: 124, sm: 140 }}
            aria-label="Find a holding"
            placeholder="Find a holding"
            leftSection={<IconSearch size={14} aria-hidden />}
            value={typed}
            onChange={(e) => type(e.currentTarget.value)}
          />
          <Select
            size="xs"
            w={{ base: 112, sm: 118 }}
            aria-label="Order"
            data={orders}
            value={order}
            onChange={setOrder}
            allowDeselect={false}
          />
          <ExportMenu rows={rows} />
        </Group>
      </Group>
      <div role="status">
        {text && rows.length === 0 ? (
          <Text c="dimmed" py="xl" ta="center">
            No holding has “{text}” in its symbol, name or account.
          </Text>
        ) : null}
      </div>
      {rows.length > 0 ? (
        <Holdings
          rows={rows}
          portfolio={portfolio}
          namesAccounts={grouping !== 'account'}
          actions={actions}
          editing={editing}
          edit={edit}
        />
      ) : null}
    </div>
  )
}
