import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { confirmSecondFactor, type Offer, offerSecondFactor } from '@/api/security'
import { Codes } from './Codes'
import { Refusal } from './Refusal'
import classes from './security.module.css'
import { needed, useAsking } from './useAsking'

/** The password, then the picture and a code, then the recovery codes. */
export function TurnOn({ close }: { close: () => void }) {
  const [offer, setOffer] = useState<Offer | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  if (codes) return <Codes codes={codes} done="The second factor is on." close={close} />
  if (offer) return <Scan offer={offer} done={setCodes} />
  return <Begin done={setOffer} />
}

function Begin({ done }: { done: (offer: Offer) => void }) {
  const { form, failure, submit } = useAsking(
    { password: '' },
    { password: needed('Enter your password') },
    async ({ password }) => done(await offerSecondFactor(password)),
  )
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <Text size="sm">You need an authenticator app on your phone, such as Aegis, 2FAS or that of your password manager.</Text>
        <Refusal text={failure} />
        <PasswordInput
          label="Password"
          description="So that it is you who turns it on"
          autoComplete="current-password"
          data-autofocus
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={form.submitting}>
          Continue
        </Button>
      </Stack>
    </form>
  )
}

function Scan({ offer, done }: { offer: Offer; done: (codes: string[]) => void }) {
  const { form, failure, submit } = useAsking({ code: '' }, { code: needed('Enter the code') }, async ({ code }) =>
    done(await confirmSecondFactor(code.trim())),
  )
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <Text size="sm">Scan this with the app, or type the letters into it.</Text>
        <img className={classes.picture} src={offer.picture} width={264} height={264} alt="The secret below as a QR code" />
        <Text size="sm">
          Secret: <code className={classes.secret}>{offer.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        </Text>
        <Refusal text={failure} />
        <TextInput
          label="Code"
          description="The six digits that the app shows now"
          inputMode="numeric"
          autoComplete="one-time-code"
          data-autofocus
          {...form.getInputProps('code')}
        />
        <Button type="submit" loading={form.submitting}>
          Turn it on
        </Button>
      </Stack>
    </form>
  )
}
