import { Text } from '@mantine/core'
import type { Usage } from '@/api/usage'
import { useAmounts } from '@/lib/amount'
import { time } from '@/lib/format'

/** What models have cost today, against the limits of a day. */
export function UsageToday({ usage }: { usage: Usage }) {
  const { modelCost } = useAmounts()
  const { today, limit, tokenLimit, resetsAt } = usage
  const isHeld = Number(today.heldCost) > 0
  return (
    <>
      <Text size="sm">
        {`Today: ${modelCost(today.cost)}${limit ? ` of ${modelCost(limit)}` : ''}`}
        {isHeld ? `, and ${modelCost(today.heldCost)} held for calls under way` : ''}
        {`; ${today.tokens.toLocaleString('en-US')}${tokenLimit ? ` of ${tokenLimit.toLocaleString('en-US')}` : ''} tokens.`}
      </Text>
      <Text size="sm" c="dimmed">
        {limit || tokenLimit
          ? `Beyond the day’s limit, rules write. It begins anew on ${time(resetsAt)}.`
          : 'No limit is set on this server.'}
      </Text>
    </>
  )
}
