import { TextInput, type TextInputProps } from '@mantine/core'
import classes from './WholeInput.module.css'

type Props = Omit<TextInputProps, 'onChange' | 'value'> & { value?: string; onChange?: (value: string) => void; unit?: string }

/** A number that may be left empty, as text until it is sent. */
export function WholeInput({ value = '', onChange, unit, ...rest }: Props) {
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      maxLength={12}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      rightSection={unit ? <span className={classes.unit}>{unit}</span> : null}
      rightSectionWidth={unit ? 12 + unit.length * 8 : undefined}
      rightSectionPointerEvents="none"
      value={value}
      onChange={(e) => onChange?.(e.currentTarget.value.trim())}
      {...rest}
    />
  )
}
