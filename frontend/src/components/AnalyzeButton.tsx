import { Button, type ButtonProps } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconSparkles } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { startAnalysis } from '@/api/jobs'
import { explain } from './Failure'

/** Asks for an analysis and follows it. */
export function AnalyzeButton(props: ButtonProps) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const start = useMutation({
    mutationFn: startAnalysis,
    onSuccess: ({ jobId }) => {
      client.invalidateQueries({ queryKey: ['jobs'] })
      navigate(`/analysis/${jobId}`)
    },
    onError: (e) => notifications.show({ color: 'red', title: 'The analysis did not start', message: explain(e) }),
  })
  return (
    <Button
      leftSection={<IconSparkles size={16} aria-hidden />}
      loading={start.isPending}
      onClick={() => start.mutate()}
      {...props}
    >
      Analyze
    </Button>
  )
}
