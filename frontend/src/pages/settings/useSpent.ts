import { useAmounts } from '@/lib/amount'

type Spent = { cost: string; priced: boolean }

/** What was spent, as far as it is known: "$0.25"; "no price known"; "at least $0.25" where some of it has no price. */
export function useSpent(): (spent: Spent) => string {
  const { modelCost } = useAmounts()
  return ({ cost, priced }) => {
    if (priced) return modelCost(cost)
    return Number(cost) > 0 ? `at least ${modelCost(cost)}` : 'no price known'
  }
}
