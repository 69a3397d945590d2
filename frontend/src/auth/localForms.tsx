import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { Problem } from '@/api/problem'
import { dropSecret, heldSecret } from '@/lib/secretLink'
import type { SignInProps } from './adapter'
import { useLocal } from './localContext'

// The forms of accounts that Alex keeps itself: a chunk that a first visit does not need.

export function SignIn({ returnTo }: SignInProps) {
  const { session, site } = useLocal()
  const navigate = useNavigate()
  const [failure, setFailure] = useState('')
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (v) => (v.includes('@') ? null : 'Enter your e-mail address'),
      password: (v) => (v ? null : 'Enter your password'),
    },
  })
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(async ({ email, password }) => {
        setFailure('')
        try {
          await session.signIn(email.trim(), password)
          navigate(returnTo, { replace: true })
        } catch (e) {
          setFailure(refusal(e, form))
        }
      })}
    >
      <Stack>
        <Failure text={failure} />
        <TextInput label="E-mail" type="email" autoComplete="email" {...form.getInputProps('email')} />
        <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps('password')} />
        <Button type="submit" loading={form.submitting} fullWidth>
          Sign in
        </Button>
        {site.signup === 'closed' ? null : (
          <Text size="sm">
            New here?{' '}
            <Anchor component={Link} to={`/sign-up?return=${encodeURIComponent(returnTo)}`} underline="always">
              Open an account
            </Anchor>
          </Text>
        )}
      </Stack>
    </form>
  )
}

export function SignUp({ returnTo }: SignInProps) {
  const { session, site } = useLocal()
  const navigate = useNavigate()
  const [failure, setFailure] = useState('')
  const form = useForm({
    initialValues: { displayName: '', email: '', password: '', invite: heldSecret('invite') },
    validate: {
      email: (v) => (v.includes('@') ? null : 'Enter your e-mail address'),
      password: (v) => (v.length >= 8 ? null : 'Use at least 8 characters'),
      invite: (v) => (site.signup === 'invite' && !v ? 'Enter the invitation that you were sent' : null),
    },
  })
  if (site.signup === 'closed') {
    return <Text>This server takes no new accounts. Ask whoever runs it.</Text>
  }
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(async ({ invite, ...input }) => {
        setFailure('')
        try {
          await session.signUp({ ...input, email: input.email.trim(), ...(invite ? { invite } : {}) })
          dropSecret('invite')
          navigate(returnTo, { replace: true })
        } catch (e) {
          setFailure(refusal(e, form))
        }
      })}
    >
      <Stack>
        <Failure text={failure} />
        <TextInput
          label="Name"
          description="As Alex calls you; you may leave it out"
          autoComplete="name"
          {...form.getInputProps('displayName')}
        />
        <TextInput label="E-mail" type="email" autoComplete="email" {...form.getInputProps('email')} />
        <PasswordInput
          label="Password"
          description="At least 8 characters; a few words are easier to keep"
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        {site.signup === 'invite' ? <TextInput label="Invitation" {...form.getInputProps('invite')} /> : null}
        <Button type="submit" loading={form.submitting} fullWidth>
          Open an account
        </Button>
        <Text size="sm">
          Have one?{' '}
          <Anchor component={Link} to={`/sign-in?return=${encodeURIComponent(returnTo)}`} underline="always">
            Sign in
          </Anchor>
        </Text>
      </Stack>
    </form>
  )
}

function Failure({ text }: { text: string }) {
  if (!text) return null
  return (
    <Alert color="red" role="alert">
      {text}
    </Alert>
  )
}

/** Puts what the server refused beside its fields; what belongs to none is returned. */
function refusal(e: unknown, form: { setErrors: (errors: Record<string, string>) => void }): string {
  if (!(e instanceof Problem)) return 'Something went wrong. Please try again.'
  if (e.errors.length > 0) {
    form.setErrors(e.fields())
    return ''
  }
  return e.retryAfter && e.status === 429 ? `${e.message} Try again in ${e.retryAfter} seconds.` : e.message
}
