import { Alert, Button, Divider, Paper, Skeleton, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, Suspense, useState } from 'react'
import { useNavigate } from 'react-router'
import { useAuth } from '@/auth'
import { explain } from '@/components/Failure'
import { useDocumentTitle } from '@/components/Page'
import classes from './Door.module.css'

type Props = { title: string; lead: string; children: ReactNode; hasDemo?: boolean }

/** The frame of signing in and up, with the demo beside it. */
export function Door({ title, lead, children, hasDemo = true }: Props) {
  useDocumentTitle(title)
  const { status, failure, tryDemo } = useAuth()
  const navigate = useNavigate()
  const [trouble, setTrouble] = useState('')
  const [isOpening, setOpening] = useState(false)
  return (
    <Stack maw={420} mx="auto" mt="6vh" gap="md">
      <Title order={1}>{title}</Title>
      <Text c="dimmed">{lead}</Text>
      {status === 'failed' ? (
        <Alert color="red" role="alert" title="Signing in is not possible just now">
          <Stack gap="sm" align="flex-start">
            {failure}
            <Button size="xs" variant="default" onClick={() => location.reload()}>
              Try again
            </Button>
          </Stack>
        </Alert>
      ) : (
        <Paper withBorder p="lg" className={classes.door}>
          <Suspense fallback={<Skeleton h={180} />}>{children}</Suspense>
        </Paper>
      )}
      {tryDemo && hasDemo ? (
        <>
          <Divider label="or, without an account" />
          {trouble ? (
            <Alert color="red" role="alert">
              {trouble}
            </Alert>
          ) : null}
          <Button
            variant="default"
            loading={isOpening}
            onClick={() => {
              setOpening(true)
              tryDemo().then(
                () => navigate('/dashboard'),
                (e) => {
                  setOpening(false)
                  setTrouble(explain(e))
                },
              )
            }}
          >
            Try the demo portfolio
          </Button>
        </>
      ) : null}
    </Stack>
  )
}
