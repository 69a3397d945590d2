import { Button } from '@mantine/core'
import { IconBooks, IconPlus } from '@tabler/icons-react'
import { Empty } from '@/components/Empty'
import { addLabel } from './words'

/** There is no text yet, and how texts come. */
export function NoTexts({ add }: { add: (() => void) | undefined }) {
  return (
    <Empty
      title="No texts yet"
      text={`Reports can quote others once there is something to quote. Whoever runs Alex turns research on, which reads public sources by itself, or brings texts with a program${add ? '; or you add one of your own.' : '.'}`}
      icon={<IconBooks size={40} stroke={1.3} aria-hidden />}
    >
      {add ? (
        <Button mt="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
          {addLabel()}
        </Button>
      ) : null}
    </Empty>
  )
}
