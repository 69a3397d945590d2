import { useForm } from '@mantine/form'
import { screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Model } from '@/api/site'
import { open, serve } from '@/test/server'
import type { SettingsForm } from './form'
import { ModelsAndCost } from './ModelsAndCost'

afterEach(() => vi.unstubAllGlobals())

function Form() {
  const form = useForm<SettingsForm>({ initialValues: { allowModels: false, modelsSentTo: [] as string[] } as SettingsForm })
  return <ModelsAndCost form={form} isOwner />
}

describe('models and cost', () => {
  it.each<[string, Model[]]>([
    ['No model is set up here. Rules write every report.', []],
    ['Off: rules write with the same figures, and no model is asked.', [{ name: 'openai:small', sentTo: 'api.openai.com' }]],
  ])('says "%s", and nothing of what else a server sends', (said, models) => {
    serve({})
    open(<Form />, '/', models)
    expect(screen.getByText(said)).toBeVisible()
    expect(screen.queryByText(/leaves this server/)).toBeNull()
  })
})
