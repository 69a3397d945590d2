import { Text } from '@mantine/core'
import type { Usage } from '@/api/usage'
import { useAmounts } from '@/lib/amount'
import { time } from '@/lib/format'
import { useSpent } from './useSpent'

/** What models have cost today, against the limits of a day. */
export function UsageToday({ usage }: { usage: Usage }) {
  const { modelCost } = useAmounts()
  const spent = useSpent()
  const { today, limit, tokenLimit, resetsAt } = usage
  const isKnown = today.priced || Number(today.cost) > 0
  const held = [
    Number(today.heldCost) > 0 ? modelCost(today.heldCost) : '',
    today.heldTokens > 0 ? `${count(today.heldTokens)} tokens` : '',
  ].filter(Boolean)
  return (
    <>
      <Text size="sm">
        {`Today: ${spent(today)}`}
        {limit ? (isKnown ? ` of ${modelCost(limit)}` : `, which the limit of ${modelCost(limit)} cannot count`) : ''}
        {`; ${count(today.tokens)}${tokenLimit ? ` of ${count(tokenLimit)}` : ''} tokens.`}
      </Text>
      {usage.analysisLimit ? (
        <Text size="sm">{`${count(usage.analysesToday)} of ${count(usage.analysisLimit)} analyses of today were asked for.`}</Text>
      ) : null}
      {held.length > 0 ? (
        <Text size="sm">
          {`Held besides, for calls under way and for calls today that never came to an end: ${held.join(' and ')}.`}
        </Text>
      ) : null}
      <Text size="sm" c="dimmed">
        {limit || tokenLimit
          ? `Beyond the day’s limit, rules write. It begins anew on ${time(resetsAt)}.`
          : 'No limit is set on this server.'}
      </Text>
    </>
  )
}

const count = (n: number) => n.toLocaleString('en-US')
