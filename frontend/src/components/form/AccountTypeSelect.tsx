import { Select, type SelectProps } from '@mantine/core'
import { accountTypes, word } from '@/lib/words'

const help: Record<string, string> = {
  taxable: 'Gains and dividends are taxed as they come.',
  tax_deferred: 'Taxed when you take money out.',
  tax_free: 'Paid in after tax; taken out without.',
  cash: 'Checking, savings, money at hand.',
}

/** How an account is taxed, in words, and what that means. */
export function AccountTypeSelect({ value, ...props }: SelectProps & { value: string }) {
  return (
    <Select
      description={help[value]}
      data={accountTypes.map((t) => ({ value: t, label: word(t) }))}
      allowDeselect={false}
      value={value}
      {...props}
    />
  )
}
