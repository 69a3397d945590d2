import { TextInput, type TextInputProps } from '@mantine/core'

type Props = Omit<TextInputProps, 'onChange' | 'value'> & { value?: string; onChange?: (value: string) => void }

/** Dollars as text: what a person types stays a decimal string, and the server judges it. */
export function MoneyInput({ value = '', onChange, onBlur, ...rest }: Props) {
  return (
    <TextInput
      leftSection="$"
      inputMode="decimal"
      autoComplete="off"
      maxLength={24}
      value={value}
      onChange={(e) => onChange?.(e.currentTarget.value)}
      onBlur={(e) => {
        onChange?.(plainDecimal(value))
        onBlur?.(e)
      }}
      {...rest}
    />
  )
}

/** "$64,000 " → "64000": what a decimal string may not hold is taken out; what is no number stays for the server to refuse. */
export const plainDecimal = (text: string) => text.replace(/[$\s,_]/g, '').replace('−', '-')
