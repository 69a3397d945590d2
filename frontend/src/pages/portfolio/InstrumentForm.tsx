import { Alert, Button, Checkbox, Group, Radio, Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { Instrument } from '@/api/instruments'
import { type Holding, hasOwnPrice } from '@/api/positions'
import { Conflict } from '@/components/Conflict'
import { explain } from '@/components/Failure'
import { SymbolInput } from '@/components/SymbolInput'
import { useRefresh } from '@/components/useRefresh'
import { dateShort, unitPrice } from '@/lib/format'
import { assetClasses, instrumentTypes, regions, sectors, word } from '@/lib/words'
import { type InstrumentValues, instrumentValues, isOwnClass } from './instrument-form'
import { useInstrumentSave } from './useInstrumentSave'
import { WeightFields } from './WeightFields'

type Props = { holding: Holding; instrument: Instrument; etag: string; close: () => void }

/** What the person says of an instrument, for themselves alone. */
export function InstrumentForm({ holding, instrument, etag, close }: Props) {
  const form = useForm<InstrumentValues>({ initialValues: instrumentValues(instrument) })
  const [alsoHolding, setAlsoHolding] = useState(true)
  const isOwn = hasOwnPrice(holding, instrument)
  const refresh = useRefresh()
  const { save, isSaving, failure, theirs } = useInstrumentSave({
    holding: isOwn && alsoHolding ? holding : undefined,
    instrument,
    etag,
    refused: form.setErrors,
    saved: close,
  })
  const v = form.values
  const describe = (i: Instrument) =>
    `${i.price ? unitPrice(i.price) : 'no price'}, ${i.classification.source ?? 'not classified'}`
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Stack gap="sm">
        <Title order={3}>What you say of it</Title>
        <Text size="xs" c="dimmed" mt={-8}>
          For you alone, and before anything that Alex says. Leave a field empty to follow Alex.
        </Text>
        <TextInput label="Name" maxLength={255} {...form.getInputProps('name')} />
        <Select
          label="Kind"
          clearable
          data={instrumentTypes.map((t) => ({ value: t, label: word(t) }))}
          {...form.getInputProps('instrumentType')}
        />
        <SimpleGrid cols={2} spacing="sm">
          <TextInput
            label="Your price"
            inputMode="decimal"
            autoComplete="off"
            leftSection="$"
            placeholder={instrument.price ?? ''}
            {...form.getInputProps('price')}
          />
          <TextInput label="Its day" type="date" {...form.getInputProps('priceAsOf')} />
        </SimpleGrid>
        {isOwn && v.price.trim() !== '' ? (
          <Checkbox
            label={`Use it for this holding too, instead of its own price of ${dateShort(holding.priceAsOf)}`}
            checked={alsoHolding}
            onChange={(e) => setAlsoHolding(e.currentTarget.checked)}
          />
        ) : null}
        <Radio.Group label="Class" {...form.getInputProps('mode')}>
          <Stack gap={6} mt={4}>
            <Radio value="keep" label="As it is" />
            {isOwnClass(instrument) ? <Radio value="reset" label="Back to what Alex says" /> : null}
            <Radio value="like" label="Treat it as another one" />
            <Radio value="weights" label="Give the weights" />
          </Stack>
        </Radio.Group>
        {v.mode === 'like' ? (
          <SymbolInput
            label="Treat as"
            description="Takes the class, regions and sectors of, say, VTI."
            {...form.getInputProps('likeSymbol')}
          />
        ) : null}
        {v.mode === 'weights' ? (
          <>
            <WeightFields
              legend="Classes"
              keys={assetClasses}
              weights={v.classes}
              change={(w) => form.setFieldValue('classes', w)}
              error={form.errors.allocationAssetClass as string | undefined}
            />
            <WeightFields
              legend="Regions (may stay empty)"
              keys={regions}
              weights={v.regions}
              change={(w) => form.setFieldValue('regions', w)}
              error={form.errors.allocationRegions as string | undefined}
            />
            <WeightFields
              legend="Sectors (may stay empty)"
              keys={sectors}
              weights={v.sectors}
              change={(w) => form.setFieldValue('sectors', w)}
              error={form.errors.allocationSectors as string | undefined}
            />
          </>
        ) : null}
        {theirs ? (
          <Conflict
            what={instrument.symbol}
            differences={[
              { field: 'Price, class', theirs: describe(theirs), mine: v.price ? unitPrice(v.price) : describe(instrument) },
            ]}
            isSaving={isSaving}
            takeTheirs={() => {
              close()
              void refresh()
            }}
            keepMine={() => save(v)}
          />
        ) : null}
        {failure ? (
          <Alert color="red" variant="light" role="alert" title="It was not saved">
            {explain(failure)} What you typed is kept.
          </Alert>
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={isSaving} disabled={theirs !== undefined}>
            {failure ? 'Try again' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
