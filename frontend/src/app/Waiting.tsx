import { Alert, Button, Center, Loader, Stack } from '@mantine/core'

type Props = { failure?: string; inside?: boolean }

/** What stands while it is not known yet who is here, or a page's code is on its way. */
export function Waiting({ failure, inside = false }: Props) {
  return (
    <Center mih={inside ? 240 : '60vh'} p="md" component={inside ? 'div' : 'main'}>
      {failure ? (
        <Stack maw={480}>
          <Alert color="red" title="Alex cannot sign you in just now" role="alert">
            {failure}
          </Alert>
          <Button variant="default" onClick={() => location.reload()}>
            Try again
          </Button>
        </Stack>
      ) : (
        <Loader aria-label="Loading" role="status" />
      )}
    </Center>
  )
}
