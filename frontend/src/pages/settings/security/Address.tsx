import { Button, Group, Modal, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addressQuery, keepAddress, type Address as Read, sendLetter } from '@/api/address'
import { Problem } from '@/api/problem'
import { explain } from '@/components/Failure'
import { ChangeAddress } from './ChangeAddress'
import classes from './security.module.css'

/** The address that one signs in with and that letters go to, and the ways to confirm and to change it. */
export function Address({ address, asksForCode }: { address: Read; asksForCode: boolean }) {
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  const to = address.waiting || address.email
  const sending = useMutation({
    mutationFn: sendLetter,
    onSuccess: () => notifications.show({ message: `A letter is on its way to ${to}. Look into the spam folder too.` }),
    onError: (e) => notifications.show({ color: 'red', title: 'The letter was not sent', message: refusal(e) }),
  })
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: addressQuery.queryKey })
  const keeping = useMutation({
    mutationFn: keepAddress,
    onSuccess: () => notifications.show({ message: `${address.email} stays your address.` }),
    onError: (e) => notifications.show({ color: 'red', title: 'Nothing was changed', message: refusal(e) }),
    onSettled: refresh, // its link may have been used meanwhile
  })
  if (!address.hasPassword) {
    return <Text size="sm">{address.email ? `${address.email}. It is changed where you sign in.` : 'There is none.'}</Text>
  }
  const waits = address.letters && (address.waiting !== '' || !address.confirmed)
  return (
    <>
      <Text size="sm" fw={600} className={classes.address}>
        {address.email}
      </Text>
      <Text size="sm" mb="xs" className={classes.address}>
        {standing(address)}
      </Text>
      <Group gap="xs">
        {waits ? (
          <Button variant="default" size="xs" loading={sending.isPending} onClick={() => sending.mutate()}>
            Send the letter again
          </Button>
        ) : null}
        {address.waiting ? (
          <Button variant="default" size="xs" loading={keeping.isPending} onClick={() => keeping.mutate()}>
            Keep my present address
          </Button>
        ) : null}
        <Button variant="default" size="xs" onClick={() => setOpen(true)}>
          Change address
        </Button>
      </Group>
      <Modal opened={isOpen} onClose={close} title="Change the e-mail address">
        <ChangeAddress letters={address.letters} asksForCode={asksForCode} close={close} />
      </Modal>
    </>
  )
}

function standing({ email, waiting, confirmed, letters }: Read): string {
  if (waiting) {
    return `A letter went to ${waiting}. Once you use its link, that is your address; until then ${email} stays.`
  }
  if (confirmed) return 'It is confirmed.'
  if (letters) return 'It is not confirmed yet: use the link in the letter to it, or have one sent again.'
  return 'It is not confirmed: this server sends no letters.'
}

/** How long to wait is said by the server. */
const refusal = (e: unknown) => (e instanceof Problem && e.status === 429 ? e.message : explain(e))
