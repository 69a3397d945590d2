import type { Instrument } from '@/api/instruments'
import type { Portfolio, ValuedAccount } from '@/api/portfolio'
import type { Holding } from '@/api/positions'
import { compareDecimals } from '@/lib/decimal'
import { assetClasses, word } from '@/lib/words'

export type Grouping = 'account' | 'class' | 'all'
export type Order = 'symbol' | 'value'
export type Instruments = ReadonlyMap<string, Instrument>

export type HoldingRow = { kind: 'holding'; key: string; holding: Holding; account: ValuedAccount; instrument?: Instrument }
export type CashRow = { kind: 'cash'; key: string; account: ValuedAccount }
export type AccountRow = { kind: 'account'; key: string; account: ValuedAccount; count: number }
export type ClassRow = { kind: 'class'; key: string; title: string; value?: string; percent?: number }
export type Row = AccountRow | ClassRow | HoldingRow | CashRow

type Wanted = { grouping: Grouping; order: Order; text: string }

/** The lines of the table, headings among them, in the order in which they are shown. */
export function rowsOf(portfolio: Portfolio, instruments: Instruments, { grouping, order, text }: Wanted): Row[] {
  const accounts = portfolio.accounts ?? []
  const holdings = (a: ValuedAccount) =>
    inOrder(
      holdingRows(a, instruments).filter((r) => matches(r, text)),
      order,
    )
  const isFiltered = text.trim() !== ''
  const cash = (a: ValuedAccount): CashRow[] => (isFiltered ? [] : [{ kind: 'cash', key: `cash-${a.id}`, account: a }])
  if (grouping === 'account') {
    return accounts.flatMap((account): Row[] => {
      const held = holdings(account)
      if (isFiltered && held.length === 0) return []
      const count = account.positions?.length ?? 0
      return [{ kind: 'account', key: `account-${account.id}`, account, count }, ...held, ...cash(account)]
    })
  }
  const all = inOrder(accounts.flatMap(holdings), order)
  const allCash = accounts.flatMap(cash)
  if (grouping === 'all') return [...all, ...allCash]
  return [...assetClasses, 'unclassified'].flatMap((key): Row[] => {
    const members: Row[] = all.filter((r) => mainClass(r.instrument) === key)
    if (key === 'cash') members.push(...allCash)
    if (members.length === 0) return []
    const exposure = portfolio.byAssetClass?.find((e) => e.key === key)
    return [{ kind: 'class', key, title: word(key), value: exposure?.value, percent: exposure?.percent }, ...members]
  })
}

function holdingRows(account: ValuedAccount, instruments: Instruments): HoldingRow[] {
  return (account.positions ?? []).map((holding) => ({
    kind: 'holding',
    key: holding.id ?? `${account.id}-${holding.symbol}`,
    holding,
    account,
    instrument: instruments.get(holding.symbol),
  }))
}

function matches({ holding, instrument, account }: HoldingRow, text: string): boolean {
  const wanted = text.trim().toLowerCase()
  return [holding.symbol, instrument?.name ?? '', account.accountName].some((t) => t.toLowerCase().includes(wanted))
}

const inOrder = (rows: HoldingRow[], order: Order) =>
  rows.sort((a, b) => {
    const byValue = order === 'value' ? compareDecimals(b.holding.value, a.holding.value) : 0
    return byValue || a.holding.symbol.localeCompare(b.holding.symbol)
  })

/** The class of most of the instrument; a mixed fund stands under its largest part. */
export function mainClass(instrument: Instrument | undefined): string {
  const parts = Object.entries(instrument?.allocationAssetClass ?? {})
  if (parts.length === 0) return 'unclassified'
  return parts.reduce((most, part) => (part[1] > most[1] ? part : most))[0]
}
