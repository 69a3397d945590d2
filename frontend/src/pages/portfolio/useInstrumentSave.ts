import { notifications } from '@mantine/notifications'
import { useRef, useState } from 'react'
import { type Instrument, putInstrument, readInstrument } from '@/api/instruments'
import { type Holding, positionInput, putPosition, readPosition } from '@/api/positions'
import { Problem } from '@/api/problem'
import { explain } from '@/components/Failure'
import { useRefresh } from '@/components/useRefresh'
import { capitals } from '@/lib/capital'
import { type InstrumentValues, instrumentInput } from './instrument-form'

type Wanted = {
  /** The holding that takes the price too; absent where none does. */
  holding: Holding | undefined
  instrument: Instrument
  etag: string
  refused: (fields: Record<string, string>) => void
  saved: () => void
}

/** Saves what the person says of an instrument, and of the price of one holding that has its own. */
export function useInstrumentSave({ holding, instrument, etag, refused, saved }: Wanted) {
  const refresh = useRefresh()
  const seen = useRef(etag)
  const [isSaving, setSaving] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const [theirs, setTheirs] = useState<Instrument>()

  async function save(values: InstrumentValues) {
    setSaving(true)
    setFailure(null)
    try {
      const now = await putInstrument(instrument.symbol, instrumentInput(values, instrument), seen.current)
      seen.current = now.etag
      if (holding?.id && values.price.trim() !== '' && now.value.price) await reprice(holding.id, now.value).catch(notRepriced)
      saved()
      await refresh()
    } catch (e) {
      if (e instanceof Problem && e.status === 412) {
        const now = await readInstrument(instrument.symbol).catch(() => ({ value: e.current as Instrument, etag: seen.current }))
        seen.current = now.etag
        setTheirs(now.value)
      } else {
        const fields = e instanceof Problem ? capitals(fieldsOf(e)) : {}
        refused(fields)
        if (Object.keys(fields).length === 0) setFailure(e)
      }
    } finally {
      setSaving(false)
    }
  }
  return { save, isSaving, failure, theirs }
}

/** What was said of the instrument is saved by now. */
const notRepriced = (e: unknown) =>
  notifications.show({ color: 'red', title: 'Saved, but the price of this holding stays as it was', message: explain(e) })

async function reprice(id: string, instrument: Instrument) {
  const { value, etag } = await readPosition(id)
  const { price, priceAsOf } = instrument
  await putPosition(id, { ...positionInput(value), price, ...(priceAsOf && { priceAsOf }) }, etag)
}

/** A refused weight ("allocationRegions.asia") is told with its group. */
const fieldsOf = (e: Problem) =>
  Object.fromEntries(Object.entries(e.fields()).map(([name, message]) => [name.replace(/[.[].*$/, ''), message]))
