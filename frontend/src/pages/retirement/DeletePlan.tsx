import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { deletePlan, type NamedPlan, readPlan } from '@/api/plans'
import { Problem } from '@/api/problem'
import { Dialog } from '@/components/Dialog'
import { explain } from '@/components/Failure'

type Props = { plan: NamedPlan; onClose: () => void }

/** Takes a kept plan away, if it is still what stands on the page. */
export function DeletePlan({ plan, onClose }: Props) {
  const client = useQueryClient()
  const opened = useQuery({ queryKey: ['plans', plan.id], queryFn: () => readPlan(plan.id), staleTime: 0, gcTime: 0 })
  const remove = useMutation({
    mutationFn: async (anew: boolean) => {
      const read = anew || !opened.data ? await readPlan(plan.id) : opened.data
      return deletePlan(plan.id, read.etag)
    },
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ['plans'] })
      onClose()
    },
  })
  const moved = remove.error instanceof Problem && remove.error.status === 412
  return (
    <Dialog onClose={onClose} title="Delete the plan?">
      <Stack gap="sm">
        <Text size="sm">“{plan.name}” is gone for good; your own plan and your reports stay.</Text>
        {remove.isError ? (
          <Text size="sm" c="red" role="alert">
            {moved ? 'It was changed elsewhere since you opened this. Delete it anyway?' : explain(remove.error)}
          </Text>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(moved)}>
            {moved ? 'Delete anyway' : 'Delete'}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
