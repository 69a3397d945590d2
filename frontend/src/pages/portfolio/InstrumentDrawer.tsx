import { Drawer, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { may } from '@/api/acting'
import { readInstrument } from '@/api/instruments'
import type { Holding } from '@/api/positions'
import { Async } from '@/components/Async'
import { useReturnFocus } from '@/components/useReturnFocus'
import { HoldingFacts } from './HoldingFacts'
import { InstrumentForm } from './InstrumentForm'

/** One holding and its instrument: what is known, from where, and what the person says instead. */
export function InstrumentDrawer({ holding, close }: { holding: Holding; close: () => void }) {
  useReturnFocus()
  const query = useQuery({
    queryKey: ['instruments', 'one', holding.symbol],
    queryFn: () => readInstrument(holding.symbol),
    staleTime: 0,
    gcTime: 0,
    // A read in the background would change the form under the person's hands.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  return (
    <Drawer opened onClose={close} position="right" size="md" title={holding.symbol} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Async query={query} what={holding.symbol} skeleton={<Skeleton h={420} />}>
        {({ value, etag }) => (
          <Stack gap="lg">
            <HoldingFacts holding={holding} instrument={value} />
            {may().edit ? <InstrumentForm key={etag} holding={holding} instrument={value} etag={etag} close={close} /> : null}
          </Stack>
        )}
      </Async>
    </Drawer>
  )
}
