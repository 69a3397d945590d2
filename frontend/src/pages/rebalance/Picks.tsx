import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Instrument, instrumentsQuery } from '@/api/instruments'
import type { Portfolio } from '@/api/portfolio'
import { SymbolInput } from '@/components/SymbolInput'
import { word } from '@/lib/words'
import classes from './Rebalance.module.css'

type Props = { portfolio: Portfolio; picked: string[]; pick: (symbols: string[]) => void; error?: string }

const most = 100
const shownAtFirst = 24

/** Which instruments may be traded: those that are held, and any other by its symbol. Alex proposes none. */
export function Picks({ portfolio, picked, pick, error }: Props) {
  const known = useQuery(instrumentsQuery).data
  const [typed, type] = useState('')
  const [showsAll, showAll] = useState(false)
  const held = heldSymbols(portfolio)
  const others = picked.filter((s) => !held.includes(s))
  const offered = [...(showsAll ? held : held.filter((s, i) => i < shownAtFirst || picked.includes(s))), ...others]
  const add = (symbol: string) => {
    const wanted = symbol.trim().toUpperCase()
    if (wanted && !picked.includes(wanted)) pick([...picked, wanted])
    type('')
  }
  return (
    <Stack gap="xs">
      <Checkbox.Group
        label="What may be bought or sold"
        description="Your choice: Alex trades these alone and proposes none."
        value={picked}
        onChange={pick}
        error={error}
        maxSelectedValues={most}
      >
        <div className={classes.picks} style={{ marginTop: 8 }}>
          {offered.map((symbol) => (
            <Checkbox key={symbol} value={symbol} label={symbol} description={about(known?.get(symbol))} />
          ))}
        </div>
      </Checkbox.Group>
      <Group gap="xs" align="flex-end">
        <SymbolInput
          label="Add another"
          placeholder="Symbol or name"
          w={220}
          value={typed}
          onChange={type}
          onOptionSubmit={(symbol) => setTimeout(() => add(symbol))}
          onKeyDown={(e) => {
            // Enter within the list chooses there; elsewhere it would send the form.
            if (e.key === 'Enter' && !e.defaultPrevented) {
              e.preventDefault()
              add(typed)
            }
          }}
        />
        <Button variant="default" disabled={typed.trim() === ''} onClick={() => add(typed)}>
          Add
        </Button>
        {held.length > shownAtFirst && !showsAll ? (
          <Button variant="subtle" onClick={() => showAll(true)}>
            Show all {held.length} that you hold
          </Button>
        ) : null}
        {picked.length > 0 ? (
          <Button variant="subtle" onClick={() => pick([])}>
            Pick none
          </Button>
        ) : null}
      </Group>
      {picked.length >= most ? (
        <Text size="xs" c="dimmed">
          A worksheet takes at most {most} instruments.
        </Text>
      ) : null}
    </Stack>
  )
}

function heldSymbols(portfolio: Portfolio): string[] {
  const symbols = (portfolio.accounts ?? []).flatMap((a) => (a.positions ?? []).map((h) => h.symbol))
  return [...new Set(symbols)].sort()
}

function about(instrument: Instrument | undefined): string {
  if (!instrument) return ''
  const parts = Object.entries(instrument.allocationAssetClass ?? {}).filter(([, p]) => p > 0)
  const main = parts.length === 0 ? 'not classified' : parts.map(([key]) => word(key)).join(', ')
  return instrument.name === instrument.symbol ? main : `${instrument.name} · ${main}`
}
