import { Button, Group, Modal, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type SecondFactor as Factor, secondFactorQuery } from '@/api/security'
import { NewCodes } from './NewCodes'
import { TurnOff } from './TurnOff'
import { TurnOn } from './TurnOn'

type Dialog = 'on' | 'off' | 'codes'

const titles: Record<Dialog, string> = {
  on: 'Turn the second factor on',
  off: 'Turn the second factor off',
  codes: 'New recovery codes',
}

export function SecondFactor({ factor }: { factor: Factor }) {
  const client = useQueryClient()
  const [shown, setShown] = useState<Dialog>('on')
  const [isOpen, setOpen] = useState(false)
  const open = (dialog: Dialog) => {
    setShown(dialog)
    setOpen(true)
  }
  const close = () => {
    setOpen(false)
    void client.invalidateQueries({ queryKey: secondFactorQuery.queryKey })
  }
  return (
    <>
      {factor.enabled ? (
        <>
          <Text size="sm" mb="xs">
            It is on. {left(factor.recoveryCodesLeft)}
          </Text>
          <Group gap="xs">
            <Button variant="default" size="xs" onClick={() => open('codes')}>
              New recovery codes
            </Button>
            <Button variant="default" size="xs" onClick={() => open('off')}>
              Turn it off
            </Button>
          </Group>
        </>
      ) : (
        <>
          <Text size="sm" mb="xs">
            It is off: your password alone opens your account.
          </Text>
          <Button variant="default" size="xs" onClick={() => open('on')}>
            Turn it on
          </Button>
        </>
      )}
      <Modal opened={isOpen} onClose={close} title={titles[shown]} closeOnClickOutside={false}>
        {shown === 'on' ? <TurnOn close={close} /> : shown === 'off' ? <TurnOff close={close} /> : <NewCodes close={close} />}
      </Modal>
    </>
  )
}

const left = (count: number) =>
  count === 0
    ? 'No recovery code is left: make new ones.'
    : `${count} recovery ${count === 1 ? 'code is' : 'codes are'} left for when your device is not at hand.`
