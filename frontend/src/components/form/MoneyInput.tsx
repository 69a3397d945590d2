import { TextInput, type TextInputProps } from '@mantine/core'
import { useState } from 'react'
import { decimalOf } from '@/lib/decimal'
import { hidden } from '@/lib/format'
import { usePrivacy } from '@/lib/preferences'

type Props = Omit<TextInputProps, 'onChange' | 'value'> & { value?: string; onChange?: (value: string) => void }

/**
 * Dollars as text: what a person types stays a decimal string, and the server
 * judges it. Where amounts are hidden, it shows while the field is worked on.
 */
export function MoneyInput({ value = '', onChange, onBlur, onFocus, ...rest }: Props) {
  const [isPrivate] = usePrivacy()
  const [isOpen, setOpen] = useState(false)
  const isVeiled = isPrivate && !isOpen && value !== ''
  return (
    <TextInput
      leftSection="$"
      inputMode="decimal"
      autoComplete="off"
      maxLength={24}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={isVeiled ? hidden : value}
      onChange={(e) => {
        if (!isVeiled) onChange?.(e.currentTarget.value)
      }}
      onFocus={(e) => {
        setOpen(true)
        onFocus?.(e)
      }}
      onBlur={(e) => {
        setOpen(false)
        if (value !== decimalOf(value)) onChange?.(decimalOf(value))
        onBlur?.(e)
      }}
      {...rest}
    />
  )
}
