import { NumberInput } from '@mantine/core'
import { useState } from 'react'

type Props = { label: string; value: number | undefined; max: number; error?: string; onChange: (value: number) => void }

/** A percent that is typed, as the API has it: from 0 to 100. */
export function PercentField({ label, value, max, error, onChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null) // as it is being written: "0."
  return (
    <NumberInput
      label={label}
      value={typed ?? value ?? 0}
      min={0}
      max={max}
      step={0.05}
      decimalScale={2}
      allowNegative={false}
      suffix="%"
      size="sm"
      inputMode="decimal"
      error={error}
      onBlur={() => setTyped(null)}
      onValueChange={({ value: text, floatValue }, source) => {
        if (source.source !== 'event') return
        setTyped(text)
        onChange(floatValue ?? 0)
      }}
    />
  )
}
