import { Progress as Bar, Group, Text } from '@mantine/core'
import type { Portfolio } from '@/api/portfolio'
import { questions } from '@/components/questions'
import { useAmounts } from '@/lib/amount'
import { type Step, steps } from './steps'

/** How far one is, and what is held by now. */
export function Progress({ step, portfolio }: { step: Step; portfolio?: Portfolio }) {
  const { money } = useAmounts()
  const question = (questions as readonly string[]).indexOf(step)
  const words: Partial<Record<Step, string>> = { holdings: 'What you own', targets: 'Targets, if you like', done: 'Ready' }
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={6}>
        <Text size="sm" fw={600}>
          {question >= 0 ? `Question ${question + 1} of ${questions.length}` : words[step]}
        </Text>
        {portfolio && step !== 'holdings' ? (
          <Text size="sm" c="dimmed" className="figure">
            {money(portfolio.totalValue)} held
          </Text>
        ) : null}
      </Group>
      <Bar value={(steps.indexOf(step) / (steps.length - 1)) * 100} size="sm" aria-label="How far you are" />
    </div>
  )
}
