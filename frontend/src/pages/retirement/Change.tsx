import { Text } from '@mantine/core'
import type { Comparison } from '@/api/retirement'

/** "+3 points against your plan", or that chance alone may make the difference. */
export function Change({ comparison, against = 'your plan' }: { comparison?: Comparison; against?: string }) {
  if (!comparison) return null
  return (
    <Text size="sm" fw={600} component="span">
      {changeWords(comparison, against)}
    </Text>
  )
}

export function changeWords({ delta, withinNoise }: Comparison, against: string): string {
  if (delta === 0) return `No change against ${against}`
  const change = pointsOf(delta)
  return withinNoise ? `${change} against ${against}: within the noise` : `${change} against ${against}`
}

/** "+3 points" of a difference of shares. */
export function pointsOf(delta: number): string {
  const points = Math.round(Math.abs(delta) * 100)
  if (points === 0) return delta < 0 ? 'Under 1 point less' : 'Under 1 point more'
  return `${delta < 0 ? '−' : '+'}${points} ${points === 1 ? 'point' : 'points'}`
}
