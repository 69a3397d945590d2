import { Alert, Box, Button, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { stopMail } from '@/api/mail'
import { Problem } from '@/api/problem'
import { Failure } from '@/components/Failure'
import { Page } from '@/components/Page'

function plain(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return '' // cut in the middle of a sign
  }
}

/** Where the link of a letter leads: one press ends them, without signing in. The token leaves the address bar at once. */
export default function StopMail() {
  const { hash } = useLocation()
  const navigate = useNavigate()
  const [token, setToken] = useState(plain(hash.slice(1)))
  useEffect(() => {
    if (!hash) return
    setToken(plain(hash.slice(1)))
    navigate('/mail/stop', { replace: true })
  }, [hash, navigate])
  return (
    <Box mt="6vh">
      <Page title="Monthly reviews" width="text">
        {token === '' ? (
          <Text>This link is cut short. Open it from the letter again, or switch the reviews off in Settings.</Text>
        ) : (
          <Press key={token} token={token} />
        )}
      </Page>
    </Box>
  )
}

function Press({ token }: { token: string }) {
  const stopping = useMutation({ mutationFn: () => stopMail(token) })
  if (stopping.isSuccess) {
    return (
      <Alert color="green" role="status" title="They are stopped">
        You get no more of them. In Settings you can ask for them again.
      </Alert>
    )
  }
  return (
    <Stack align="flex-start">
      <Text>You get a letter a month when something about your plan has changed. Do you want no more of them?</Text>
      {stopping.isError ? <Refused error={stopping.error} /> : null}
      <Button loading={stopping.isPending} onClick={() => stopping.mutate()}>
        Stop the monthly reviews
      </Button>
    </Stack>
  )
}

function Refused({ error }: { error: Error }) {
  const what = 'They were not stopped'
  if (!(error instanceof Problem) || error.status !== 422) return <Failure error={error} what={what} />
  return (
    <Alert color="red" role="alert" title={what}>
      This link is not one of a letter, or a part of it is missing. Open it from the letter again, or switch the reviews off in
      Settings.
    </Alert>
  )
}
