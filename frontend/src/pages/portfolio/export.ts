import type { Row } from './rows'

export const exportHead = [
  'account',
  'accountType',
  'symbol',
  'name',
  'quantity',
  'price',
  'priceAsOf',
  'value',
  'costBasis',
  'asOfDate',
]

/** The holdings and the cash that are shown, in their order, with the API's own figures. */
export function exportLines(rows: readonly Row[]): string[][] {
  return rows.flatMap((row) => {
    if (row.kind === 'cash') {
      const { accountName, accountType, cashBalance } = row.account
      return [[accountName, accountType, '$CASH', 'Cash', '', '', '', cashBalance, '', '']]
    }
    if (row.kind !== 'holding') return []
    const { holding: h, account, instrument } = row
    return [
      [
        account.accountName,
        account.accountType,
        h.symbol,
        instrument?.name ?? '',
        h.quantity,
        h.price ?? '',
        h.priceAsOf ?? '',
        h.priced ? h.value : '',
        h.costBasis ?? '',
        h.asOfDate ?? '',
      ],
    ]
  })
}
