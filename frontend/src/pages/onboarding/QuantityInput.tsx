import { NumberInput, type NumberInputProps } from '@mantine/core'

type Props = Omit<NumberInputProps, 'value' | 'onChange'> & { value: string; onChange: (value: string) => void }

/** A field of shares: a decimal string, with as many digits as the API keeps. */
export function QuantityInput({ value, onChange, ...rest }: Props) {
  return (
    <NumberInput
      thousandSeparator=","
      decimalScale={8}
      allowNegative={false}
      inputMode="decimal"
      {...rest}
      value={value}
      onValueChange={({ value: text }) => onChange(text)}
    />
  )
}
