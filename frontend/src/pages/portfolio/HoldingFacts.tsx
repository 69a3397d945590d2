import { Table, Text } from '@mantine/core'
import type { Instrument } from '@/api/instruments'
import type { Holding } from '@/api/positions'
import { useAmounts } from '@/lib/amount'
import { date, percent, unitPrice } from '@/lib/format'
import { word } from '@/lib/words'

const sources: Record<string, string> = {
  reference: 'the table that comes with Alex',
  user: 'you',
  model: 'a language model',
  rules: 'rules on its name',
  import: 'your broker’s file',
  market: 'the market',
}

const from = (source: string | undefined) => (source ? `, from ${sources[source] ?? source}` : '')

/** What is known of a holding, and who says so. */
export function HoldingFacts({ holding, instrument }: { holding: Holding; instrument: Instrument }) {
  const { shares, moneyExact } = useAmounts()
  const { classification } = instrument
  const classes = Object.entries(instrument.allocationAssetClass ?? {}).filter(([, p]) => p > 0)
  const facts: [string, string][] = [
    ['Value', holding.priced ? moneyExact(holding.value) : 'Not known: there is no price'],
    ['Quantity', shares(holding.quantity)],
    [
      'Price',
      holding.price
        ? `${unitPrice(holding.price)}${from(holding.priceSource)}, ${holding.priceAsOf ? date(holding.priceAsOf) : 'without a date'}`
        : 'None known',
    ],
    ['Paid in all', holding.costBasis ? moneyExact(holding.costBasis) : 'Not known'],
    [
      'Class',
      classes.length > 0
        ? classes.map(([key, p]) => (p === 100 ? word(key) : `${word(key)} ${percent(p)}`)).join(', ')
        : 'Not known; it will be classified at the next analysis',
    ],
    ...(classification.source
      ? [
          [
            'Classified by',
            [sources[classification.source] ?? classification.source, classification.note].filter(Boolean).join(': '),
          ] as [string, string],
        ]
      : []),
  ]
  return (
    <div>
      {instrument.name !== instrument.symbol ? (
        <Text fw={600} mb="xs">
          {instrument.name}
        </Text>
      ) : null}
      <Table variant="vertical" layout="fixed" withRowBorders>
        <Table.Tbody>
          {facts.map(([name, fact]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" w={110}>
                {name}
              </Table.Th>
              <Table.Td>{fact}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
