import { NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useAmounts } from '@/lib/amount'
import { hidden } from '@/lib/format'

type Props = {
  label: string
  value: string | undefined
  onChange: (value: string) => void
  description?: string
  error?: string
}

/** An amount that is typed; it leaves as the decimal string that the API takes. */
export function MoneyField({ label, value, onChange, description, error }: Props) {
  const { isPrivate } = useAmounts()
  const [typed, setTyped] = useState<string | null>(null) // as it is being written: "68000."
  return (
    <NumberInput
      label={label}
      description={isPrivate ? 'Hidden: show amounts to change it.' : description}
      error={error}
      prefix="$"
      thousandSeparator=","
      decimalScale={2}
      min={0}
      max={1_000_000_000}
      allowNegative={false}
      size="sm"
      inputMode="decimal"
      disabled={isPrivate}
      // A string all the way: what is typed is never a float.
      value={isPrivate ? '' : (typed ?? (value ?? '').replace(/\.00$/, ''))}
      onBlur={() => setTyped(null)}
      placeholder={isPrivate ? hidden : undefined}
      onValueChange={(values, source) => {
        if (source.source !== 'event') return
        setTyped(values.value)
        onChange(decimal(values.value))
      }}
    />
  )
}

/** What was typed as the API has it: "68000" is "68000.00"; nothing is nothing. */
export function decimal(typed: string): string {
  const [whole = '', cents = ''] = typed.split('.')
  return `${whole.replace(/^0+(?=\d)/, '') || '0'}.${cents.padEnd(2, '0').slice(0, 2)}`
}
