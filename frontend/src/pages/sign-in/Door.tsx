import { Alert, Button, Divider, Paper, Stack, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import { useAuth } from '@/auth'
import { explain } from '@/components/Failure'
import { useDocumentTitle } from '@/components/Page'

/** The frame of signing in and up, with the demo beside it. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  useDocumentTitle(title)
  const { status, failure, tryDemo } = useAuth()
  const navigate = useNavigate()
  const [trouble, setTrouble] = useState('')
  return (
    <Stack maw={420} mx="auto" mt="8vh">
      <Title order={1}>{title}</Title>
      {status === 'failed' ? (
        <Alert color="red" role="alert" title="Signing in is not possible just now">
          {failure}
        </Alert>
      ) : null}
      <Paper withBorder p="lg">
        {children}
      </Paper>
      {tryDemo ? (
        <>
          <Divider label="or" />
          {trouble ? (
            <Alert color="red" role="alert">
              {trouble}
            </Alert>
          ) : null}
          <Button
            variant="default"
            onClick={() =>
              tryDemo().then(
                () => navigate('/dashboard'),
                (e) => setTrouble(explain(e)),
              )
            }
          >
            Try the demo portfolio, without an account
          </Button>
        </>
      ) : null}
    </Stack>
  )
}
