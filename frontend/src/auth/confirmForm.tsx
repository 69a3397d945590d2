import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { Problem } from '@/api/problem'
import { useAuth } from './adapter'
import { Failure } from './formParts'
import { useLocal } from './localContext'

/** Who comes by the link of a letter: one press confirms the address. The token leaves the address bar at once. */
export function Confirm() {
  const { hash } = useLocation()
  const navigate = useNavigate()
  const [token, setToken] = useState(hash.slice(1))
  useEffect(() => {
    if (!hash) return
    setToken(hash.slice(1))
    navigate('/confirm', { replace: true })
  }, [hash, navigate])
  // Another link begins anew.
  return token ? <Press key={token} token={token} /> : <Lost />
}

function Lost() {
  return (
    <Stack>
      <Text>This link is cut short. Open it from the letter again, or ask for another letter in Settings.</Text>
      <Onward />
    </Stack>
  )
}

function Press({ token }: { token: string }) {
  const { session } = useLocal()
  const client = useQueryClient()
  const confirming = useMutation({
    mutationFn: () => session.confirmEmail(token),
    onSuccess: () => Promise.all([['user'], ['address']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
  if (confirming.isSuccess) {
    return (
      <Stack>
        <Text role="status">
          {confirming.data.changed
            ? 'Your address is changed. Sign in with the new one from now on.'
            : 'Your address is confirmed. Letters that you ask for go to it.'}
        </Text>
        <Onward />
      </Stack>
    )
  }
  const { error } = confirming
  const isOver = error instanceof Problem && (error.status === 401 || error.status === 409)
  return (
    <Stack>
      <Failure text={said(error)} />
      {isOver ? (
        <Onward />
      ) : (
        <>
          <Text>One press shows that you read the letters that are sent to this address.</Text>
          <Button loading={confirming.isPending} onClick={() => confirming.mutate()} fullWidth>
            Confirm the address
          </Button>
        </>
      )}
    </Stack>
  )
}

function said(error: Error | null): string {
  if (!error) return ''
  return error instanceof Problem ? error.message : 'Something went wrong. Please try again.'
}

function Onward() {
  const { status } = useAuth()
  return status === 'signed-in' ? (
    <Button component={Link} to="/settings#security" fullWidth>
      To Settings
    </Button>
  ) : (
    <Button component={Link} to="/sign-in" fullWidth>
      Sign in
    </Button>
  )
}
