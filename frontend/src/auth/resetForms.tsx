import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useEffect, useState } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { asksForCode, CodeInput, Failure, refusal } from './formParts'
import { useLocal } from './localContext'

/** Who lost their password: asks for a link, or has come by one. The token leaves the address at once. */
export function Reset() {
  const { hash } = useLocation()
  const navigate = useNavigate()
  const [token, setToken] = useState(hash.slice(1))
  useEffect(() => {
    if (!hash) return
    setToken(hash.slice(1))
    navigate('/reset', { replace: true })
  }, [hash, navigate])
  return token ? <Choose token={token} again={() => setToken('')} /> : <Ask />
}

function Ask() {
  const { session, site } = useLocal()
  const [failure, setFailure] = useState('')
  const [sentTo, setSentTo] = useState('')
  const form = useForm({
    initialValues: { email: '' },
    validate: { email: (v) => (v.includes('@') ? null : 'Enter your e-mail address') },
  })
  if (!site.auth.reset) return <Text>This server sends no e-mail. Ask whoever runs it for a new password.</Text>
  if (sentTo) {
    return (
      <Text role="status">
        If {sentTo} has an account, a link is on its way to it. It is good for 30 minutes; look into the spam folder too.
      </Text>
    )
  }
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(async ({ email }) => {
        setFailure('')
        try {
          await session.askReset(email.trim())
          setSentTo(email.trim())
        } catch (e) {
          setFailure(refusal(e, form))
        }
      })}
    >
      <Stack>
        <Failure text={failure} />
        <TextInput label="E-mail" type="email" autoComplete="email" {...form.getInputProps('email')} />
        <Button type="submit" loading={form.submitting} fullWidth>
          Send me a link
        </Button>
        <Anchor component={Link} to="/sign-in" size="sm" underline="always">
          Back to signing in
        </Anchor>
      </Stack>
    </form>
  )
}

function Choose({ token, again }: { token: string; again: () => void }) {
  const { session } = useLocal()
  const [failure, setFailure] = useState('')
  const [needsCode, setNeedsCode] = useState(false)
  const [isDone, setDone] = useState(false)
  const form = useForm({
    initialValues: { password: '', code: '' },
    validate: {
      password: (v) => (v.length >= 8 ? null : 'Use at least 8 characters'),
      code: (v) => (!needsCode || v.trim() ? null : 'Enter a code'),
    },
  })
  if (isDone) {
    return (
      <Stack>
        <Text role="status">Your password is changed, and every session is signed out.</Text>
        <Button component={Link} to="/sign-in" fullWidth>
          Sign in
        </Button>
      </Stack>
    )
  }
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(async ({ password, code }) => {
        setFailure('')
        try {
          await session.reset({ token, password, ...(code.trim() ? { code: code.trim() } : {}) })
          setDone(true)
        } catch (e) {
          if (asksForCode(e)) setNeedsCode(true)
          else setFailure(refusal(e, form))
        }
      })}
    >
      <Stack>
        <Failure text={failure} />
        <PasswordInput
          label="New password"
          description="At least 8 characters; a few words are easier to keep"
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        {needsCode ? <CodeInput {...form.getInputProps('code')} /> : null}
        <Button type="submit" loading={form.submitting} fullWidth>
          Change the password
        </Button>
        <Button variant="subtle" onClick={again}>
          Ask for another link
        </Button>
      </Stack>
    </form>
  )
}
