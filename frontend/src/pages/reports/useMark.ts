import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Choice, type Mark, markChoice } from '@/api/choices'
import { reportQuery } from '@/api/reports'
import { explain } from '@/components/Failure'

/** Marks an option: shown at once, and as it was where the server refuses. Marks of one option go one after the other. */
export function useMark(reportId: string, choice: Choice) {
  const client = useQueryClient()
  const put = (change: Partial<Choice>) => {
    const changed = (list: Choice[]) => list.map((c) => (c.key === choice.key ? { ...c, ...change } : c))
    client.setQueryData(
      reportQuery(reportId).queryKey,
      (r) => r && { ...r, choices: changed(r.choices), markedBefore: changed(r.markedBefore) },
    )
  }
  return useMutation({
    scope: { id: `${reportId} ${choice.key}` },
    mutationFn: (mark: Mark | null) => markChoice(reportId, choice.key, mark),
    onMutate: (mark) => {
      put({ mark, markedAt: null }) // the server says when
      return { mark: choice.mark, markedAt: choice.markedAt }
    },
    onSuccess: ({ mark, markedAt }) => {
      put({ mark, markedAt })
      void client.invalidateQueries({ queryKey: ['reports'], refetchType: 'none' }) // other reports show the mark too
    },
    onError: (e, _, before) => {
      if (before) put(before)
      void client.invalidateQueries({ queryKey: reportQuery(reportId).queryKey }) // what stands, the server knows
      notifications.show({ color: 'red', title: 'The mark was not kept', message: explain(e) })
    },
  })
}
