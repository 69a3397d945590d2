import { Alert, Anchor, Button, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from 'react-router'
import { actFor } from '@/api/acting'
import { acceptGrant } from '@/api/grants'
import { Problem } from '@/api/problem'
import { explain } from '@/components/Failure'
import { Page } from '@/components/Page'

/** Where the link of an invitation leads. */
export default function Join() {
  const { code = '' } = useParams()
  const navigate = useNavigate()
  const client = useQueryClient()
  const joining = useMutation({
    mutationFn: () => acceptGrant(code),
    onSuccess: (grant) => {
      if (!grant.person) return
      actFor({ id: grant.person.id, name: grant.person.displayName || grant.person.email, role: grant.role })
      client.clear()
      navigate('/dashboard')
    },
  })
  return (
    <Page title="An invitation" width="text">
      <Stack align="flex-start">
        <Text>
          Someone wants to share their financial plan with you. If you accept, they learn your name and e-mail address, and you
          see their plan. You can leave it at any time, and they can take it back.
        </Text>
        {joining.isError ? (
          <Alert color="red" role="alert" title="The invitation was not accepted">
            {refusal(joining.error)}
          </Alert>
        ) : null}
        <Button loading={joining.isPending} onClick={() => joining.mutate()}>
          Accept and open the plan
        </Button>
        <Anchor component={Link} to="/people">
          Not now
        </Anchor>
      </Stack>
    </Page>
  )
}

function refusal(error: unknown): string {
  if (error instanceof Problem) {
    if (error.status === 404) return 'This link is mistyped, was used already, or has ended. Ask for a new one.'
    if (error.status === 409) return 'You can see this plan already: it stands under People.'
    if (error.status === 422) return 'This is your own invitation. Send the link to the person you want to invite.'
  }
  return explain(error)
}
