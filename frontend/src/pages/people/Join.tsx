import { Alert, Anchor, Button, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { actFor } from '@/api/acting'
import { acceptGrant } from '@/api/grants'
import { Problem } from '@/api/problem'
import { useAuth } from '@/auth'
import { explain } from '@/components/Failure'
import { Page } from '@/components/Page'
import { useIntent } from '@/lib/intent'
import { dropSecret, heldSecret } from '@/lib/secretLink'
import { nameOf } from './roles'

/** Where the link of an invitation leads. */
export default function Join() {
  const [code] = useState(() => heldSecret('join'))
  const navigate = useNavigate()
  const client = useQueryClient()
  const { user } = useAuth()
  const once = useIntent()
  const joining = useMutation({
    mutationFn: () => {
      actFor(client, null) // an invitation is accepted for oneself
      return once(code, (key) => acceptGrant(code, key))
    },
    onSuccess: (grant) => {
      dropSecret('join')
      actFor(client, grant.person ? { id: grant.person.id, name: nameOf(grant), role: grant.role, by: user?.id ?? '' } : null)
      navigate(grant.person ? '/dashboard' : '/people')
    },
  })
  return (
    <Page title="An invitation" width="text">
      <Stack align="flex-start">
        <Text>
          Someone wants to share their financial plan with you. Until you accept, Alex tells neither of you who the other is.
        </Text>
        <Text>
          If you accept, they learn your name and e-mail address, and you see their accounts, plan and reports. You can leave at
          any time, and they can take it back. They see nothing of yours.
        </Text>
        {joining.isError ? (
          <Alert color="red" role="alert" title="The invitation was not accepted">
            {refusal(joining.error)}
          </Alert>
        ) : null}
        {code ? (
          <Button loading={joining.isPending} onClick={() => joining.mutate()}>
            Accept and open the plan
          </Button>
        ) : (
          <Alert color="yellow" role="status" title="The link has no code">
            Open the whole link that you were sent, or ask for a new one.
          </Alert>
        )}
        <Anchor component={Link} to="/people" onClick={() => dropSecret('join')}>
          Not now
        </Anchor>
      </Stack>
    </Page>
  )
}

/** Why an invitation was not accepted, and what helps. */
function refusal(error: unknown): string {
  if (error instanceof Problem) {
    if (error.status === 404) return 'This link is mistyped, was used already, or has ended. Ask for a new one.'
    if (error.status === 409) return 'You can see this plan already: it stands under People.'
    if (error.status === 422) return 'This is your own invitation. Send the link to the person you want to invite.'
  }
  return explain(error)
}
