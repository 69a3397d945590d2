import { useMemo } from 'react'
import * as format from './format'
import { usePrivacy } from './preferences'

/** The formatters of amounts, which obey the privacy toggle: use these for every figure of money or shares that is shown. */
export function useAmounts() {
  const [isPrivate] = usePrivacy()
  return useMemo(() => {
    const veil =
      <V>(f: (value: V) => string) =>
      (value: V) =>
        isPrivate ? format.hidden : f(value)
    return {
      isPrivate,
      money: veil(format.money),
      moneyExact: veil(format.moneyExact),
      moneyShort: veil(format.moneyShort),
      modelCost: veil(format.modelCost),
      shares: veil(format.shares),
    }
  }, [isPrivate])
}

const amountsInText = /[−-]?\$\d[\d,]*(\.\d+)?[KMB]?/g

/** A sentence of the server whose dollars are hidden where the person hides amounts. */
export function useSentence(): (text: string) => string {
  const [isPrivate] = usePrivacy()
  return useMemo(() => (text: string) => (isPrivate ? text.replace(amountsInText, `$${format.hidden}`) : text), [isPrivate])
}
