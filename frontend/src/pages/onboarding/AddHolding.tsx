import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { createAccount } from '@/api/accounts'
import type { Portfolio } from '@/api/portfolio'
import { createPosition } from '@/api/positions'
import { Problem } from '@/api/problem'
import { Failure } from '@/components/Failure'
import { AccountTypeSelect } from '@/components/form/AccountTypeSelect'
import { SymbolInput } from '@/components/SymbolInput'
import { useIntent } from '@/lib/intent'
import { accountTypes, taxed } from '@/lib/words'
import classes from './Holdings.module.css'
import { QuantityInput } from './QuantityInput'

type Kind = (typeof accountTypes)[number]

/** Search, a quantity, where it lies: one holding. Its account is opened where there is none of that kind. */
export function AddHolding({ portfolio, onDone }: { portfolio: Portfolio; onDone: () => Promise<unknown> }) {
  const [symbol, setSymbol] = useState('')
  const [quantity, setQuantity] = useState('')
  const [kind, setKind] = useState<Kind>('taxable')
  const [wrong, setWrong] = useState<{ symbol?: string; quantity?: string }>({})
  const once = useIntent()
  // Accounts that were opened for a holding which was then refused: the next one lies there.
  const opened = useRef(new Map<Kind, string>())
  const accountOf = async () => {
    const held = (portfolio.accounts ?? []).find((a) => a.accountType === kind)?.id ?? opened.current.get(kind)
    if (held) return held
    const account = { accountName: `My ${taxed(kind)} account`, accountType: kind }
    const { id = '' } = await once(account, (key) => createAccount(account, key))
    opened.current.set(kind, id)
    return id
  }
  const add = useMutation({
    mutationFn: async () => {
      const account = await accountOf()
      const position = { symbol: symbol.trim().toUpperCase(), quantity }
      return once({ account, ...position }, (key) => createPosition(account, position, key))
    },
    onSuccess: async () => {
      await onDone()
      setSymbol('')
      setQuantity('')
    },
  })
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value)
      setWrong({})
      if (add.isError) add.reset()
    }
  const problem = add.error instanceof Problem ? add.error : null
  const fields = problem?.fields() ?? {}
  const submit = (e: FormEvent) => {
    e.preventDefault()
    const missing = {
      ...(symbol.trim() === '' && { symbol: 'Which fund or stock?' }),
      ...(!(Number(quantity) > 0) && { quantity: 'How many shares?' }),
    }
    setWrong(missing)
    if (Object.keys(missing).length === 0) add.mutate()
  }
  const isTwice = problem?.status === 409
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <div className={classes.add}>
          <SymbolInput
            label="Fund or stock"
            placeholder="VTI, or a name"
            value={symbol}
            onChange={changed(setSymbol)}
            error={wrong.symbol ?? fields.symbol ?? (isTwice ? 'It is in that account already' : undefined)}
          />
          <QuantityInput
            label="Shares"
            value={quantity}
            onChange={changed(setQuantity)}
            error={wrong.quantity ?? fields.quantity}
          />
          <AccountTypeSelect
            label="Kind of account"
            description={undefined}
            types={accountTypes.filter((t) => t !== 'cash')}
            value={kind}
            onChange={(v) => v && changed(setKind)(v as Kind)}
          />
        </div>
        {add.isError && !isTwice && Object.keys(fields).length === 0 ? (
          <Failure error={add.error} what="The holding was not added" retry={() => add.mutate()} />
        ) : null}
        {isTwice ? <Text size="sm">Change its quantity on the portfolio page.</Text> : null}
        <Group>
          <Button type="submit" variant="default" loading={add.isPending}>
            Add holding
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
