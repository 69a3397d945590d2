import { NumberInput, type NumberInputProps } from '@mantine/core'

type Props = Omit<NumberInputProps, 'value' | 'onChange'> & { value: string; onChange: (value: string) => void }

/** A field of dollars. What it holds is a decimal string, as the API has it. */
export function MoneyInput({ value, onChange, ...rest }: Props) {
  return (
    <NumberInput
      maw={380}
      prefix="$"
      thousandSeparator=","
      decimalScale={2}
      allowNegative={false}
      inputMode="decimal"
      {...rest}
      value={value}
      onValueChange={({ value: text }) => onChange(text)}
    />
  )
}
