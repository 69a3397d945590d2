import { TextInput, type TextInputProps } from '@mantine/core'

type Props = Omit<TextInputProps, 'onChange' | 'value'> & { value?: string; onChange?: (value: string) => void; unit?: string }

/** A number that may be left empty, as text until it is sent. */
export function WholeInput({ value = '', onChange, unit, ...rest }: Props) {
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      maxLength={12}
      rightSection={unit ? <span style={{ fontSize: '0.8rem', whiteSpace: 'nowrap', paddingRight: 8 }}>{unit}</span> : null}
      rightSectionWidth={unit ? 12 + unit.length * 8 : undefined}
      rightSectionPointerEvents="none"
      value={value}
      onChange={(e) => onChange?.(e.currentTarget.value.trim())}
      {...rest}
    />
  )
}
