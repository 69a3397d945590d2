import { Select, type SelectProps } from '@mantine/core'
import { accountTypes, word } from '@/lib/words'

const help: Record<string, string> = {
  taxable: 'Gains and dividends are taxed as they come.',
  tax_deferred: 'Taxed when you take money out.',
  tax_free: 'Paid in after tax; taken out without.',
  cash: 'Checking, savings, money at hand.',
}

type Props = SelectProps & { value: string; types?: readonly string[] }

/** How an account is taxed, in words, and what that means. */
export function AccountTypeSelect({ value, types = accountTypes, ...props }: Props) {
  return (
    <Select
      description={help[value]}
      data={types.map((t) => ({ value: t, label: word(t) }))}
      allowDeselect={false}
      value={value}
      {...props}
    />
  )
}
