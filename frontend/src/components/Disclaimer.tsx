import { Text } from '@mantine/core'
import { disclaimer } from '@/lib/words'

/** The line that stands on every page. */
export function Disclaimer() {
  return (
    <Text component="p" size="xs" c="dimmed" data-disclaimer>
      {disclaimer}
    </Text>
  )
}
