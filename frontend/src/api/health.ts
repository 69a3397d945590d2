import { queryOptions } from '@tanstack/react-query'
import { api, body } from './client'

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: async ({ signal }) => {
    const { version } = await body(api.GET('/api/health', { signal }))
    const isReady = await body(api.GET('/api/ready', { signal })).then(
      () => true,
      () => false,
    )
    return { version, isReady }
  },
})
