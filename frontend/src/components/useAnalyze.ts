import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { startAnalysis } from '@/api/jobs'
import { explain } from './Failure'

/** Asks for an analysis and goes to where it can be watched; a refusal is said at the foot of the page. */
export function useAnalyze() {
  const navigate = useNavigate()
  const client = useQueryClient()
  const { mutate, isPending } = useMutation({
    mutationFn: startAnalysis,
    onSuccess: ({ jobId }) => {
      void client.invalidateQueries({ queryKey: ['jobs'] })
      navigate(`/analysis/${jobId}`)
    },
    onError: (e) => notifications.show({ color: 'red', title: 'The analysis did not start', message: explain(e) }),
  })
  return { analyze: () => mutate(), isStarting: isPending }
}
