import { notifications } from '@mantine/notifications'
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useNavigate } from 'react-router'
import { may } from '@/api/acting'
import { startAnalysis } from '@/api/jobs'
import { type Model, useModels } from '@/api/site'
import { hasAnswered, personQuery } from '@/api/user'
import { explain } from './Failure'
import { AnalyzeContext } from './useAnalyze'

const ConsentDialog = lazy(() => import('./consent/ConsentDialog'))

/** Starts analyses for all buttons and commands within. Its dialog outlives the menu or palette that it was called from. */
export function AnalyzeProvider({ children }: { children: ReactNode }) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const models = useModels()
  const [isAsking, setAsking] = useState(false)
  const { mutate, isPending } = useMutation({
    mutationFn: async ({ isAnswered }: { isAnswered: boolean }) =>
      isAnswered || models.length === 0 || (await isSettled(client, models)) ? startAnalysis() : null,
    onSuccess: (started) => {
      if (!started) {
        setAsking(true)
        return
      }
      void client.invalidateQueries({ queryKey: ['jobs'] })
      navigate(`/analysis/${started.jobId}`)
    },
    onError: (e) => notifications.show({ color: 'red', title: 'The analysis did not start', message: explain(e) }),
  })
  return (
    <AnalyzeContext value={{ analyze: () => mutate({ isAnswered: false }), isStarting: isPending }}>
      {children}
      {isAsking ? (
        <Suspense fallback={null}>
          <ConsentDialog
            models={models}
            close={() => setAsking(false)}
            onAnswered={() => {
              setAsking(false)
              mutate({ isAnswered: true })
            }}
          />
        </Suspense>
      ) : null}
    </AnalyzeContext>
  )
}

/** Whether there is nobody to ask: they have answered, or they act for an owner, who alone can. */
async function isSettled(client: QueryClient, models: Model[]): Promise<boolean> {
  const known = client.getQueryData(personQuery.queryKey)?.value
  if (!may().own || (known && hasAnswered(known, models))) return true
  return hasAnswered((await client.fetchQuery({ ...personQuery, staleTime: 0 })).value, models) // perhaps in another tab
}
