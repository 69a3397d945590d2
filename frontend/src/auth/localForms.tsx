import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { dropSecret, heldSecret } from '@/lib/secretLink'
import type { SignInProps } from './adapter'
import { asksForCode, CodeInput, Failure, refusal } from './formParts'
import { useLocal } from './localContext'
import { signOnProblem } from './signOnProblem'

// The forms of accounts that Alex keeps itself: a chunk that a first visit does not need.

export function SignIn({ returnTo }: SignInProps) {
  const { session } = useLocal()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const [failure, setFailure] = useState(() => signOnProblem(search.get('problem')))
  const [needsCode, setNeedsCode] = useState(false)
  const form = useForm({
    initialValues: { email: '', password: '', code: '' },
    validate: {
      email: (v) => (v.includes('@') ? null : 'Enter your e-mail address'),
      password: (v) => (v ? null : 'Enter your password'),
      code: (v) => (!needsCode || v.trim() ? null : 'Enter a code'),
    },
  })
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(async ({ email, password, code }) => {
        setFailure('')
        try {
          await session.signIn(email.trim(), password, code.trim())
          navigate(returnTo, { replace: true })
        } catch (e) {
          if (asksForCode(e)) setNeedsCode(true)
          else setFailure(refusal(e, form))
        }
      })}
    >
      <Stack>
        <Failure text={failure} />
        {needsCode ? (
          <>
            <CodeInput {...form.getInputProps('code')} />
            <Button type="submit" loading={form.submitting} fullWidth>
              Continue
            </Button>
            <Button
              variant="subtle"
              onClick={() => {
                setNeedsCode(false)
                setFailure('')
                form.reset()
              }}
            >
              Start over
            </Button>
          </>
        ) : (
          <>
            <TextInput label="E-mail" type="email" autoComplete="email" {...form.getInputProps('email')} />
            <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps('password')} />
            <Button type="submit" loading={form.submitting} fullWidth>
              Sign in
            </Button>
            <OtherWays returnTo={returnTo} />
          </>
        )}
      </Stack>
    </form>
  )
}

/** What else there is to do at the door: another issuer, a lost password, a new account. */
function OtherWays({ returnTo }: SignInProps) {
  const { session, site } = useLocal()
  return (
    <>
      {site.auth.oidc ? (
        <Button variant="default" fullWidth onClick={() => session.elsewhere(returnTo)}>
          Continue with {site.auth.oidc.name}
        </Button>
      ) : null}
      {site.auth.reset ? (
        <Anchor component={Link} to="/reset" size="sm" underline="always">
          Forgot your password?
        </Anchor>
      ) : null}
      {site.signup === 'closed' ? null : (
        <Text size="sm">
          New here?{' '}
          <Anchor component={Link} to={`/sign-up?return=${encodeURIComponent(returnTo)}`} underline="always">
            Open an account
          </Anchor>
        </Text>
      )}
    </>
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
