import { useForm } from '@mantine/form'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Model, Traces } from '@/api/site'
import { open, serve } from '@/test/server'
import type { SettingsForm } from './form'
import { ModelsAndCost } from './ModelsAndCost'

const models: Model[] = [
  { name: 'openai:small', sentTo: 'api.openai.com' },
  { name: 'openai:own', sentTo: 'localhost:11434' },
]

function Form({ places, onForm }: { places: string[] | null; onForm: (now: () => SettingsForm) => void }) {
  const form = useForm<SettingsForm>({
    initialValues: { allowModels: places !== null, modelsAnswered: true, modelsSentTo: places ?? [] } as unknown as SettingsForm,
  })
  onForm(form.getValues)
  return <ModelsAndCost form={form} isOwner />
}

/** The section over a form that starts with a consent, and what the form holds by now. */
function show(places: string[] | null, among = models, traces?: Traces) {
  serve({})
  let now: () => SettingsForm = () => ({}) as SettingsForm
  open(
    <Form
      places={places}
      onForm={(values) => {
        now = values
      }}
    />,
    '/',
    among,
    traces,
  )
  return () => now()
}
const toggle = () => screen.getByRole('switch', { name: /may add remarks/ })

describe('models and cost', () => {
  it.each<[string, Model[]]>([
    ['No model is set up here. Rules write every report.', []],
    ['Off: rules write with the same figures, and no model is asked.', models],
  ])('says "%s", and nothing of what else a server sends', (said, among) => {
    show(null, among)
    expect(screen.getByText(said)).toBeVisible()
    expect(screen.queryByText(/leaves this server/)).toBeNull()
  })

  it('says where records of the work go though no model is set up', () => {
    show(null, [], { sentTo: 'cloud.langfuse.com', texts: false })
    expect(screen.getByText(/Records of the work go to LangFuse at cloud.langfuse.com.*No text goes/)).toBeVisible()
  })

  it('takes a yes for every place that there is, and a no for none', async () => {
    const now = show(null)
    await userEvent.click(toggle())
    expect(now()).toMatchObject({ allowModels: true, modelsSentTo: ['api.openai.com', 'localhost:11434'] })
    expect(screen.queryByText(/no model is asked/)).toBeNull()
    await userEvent.click(toggle())
    expect(now()).toMatchObject({ allowModels: false, modelsSentTo: [] })
  })

  it('says that a yes does not cover a new place, and takes one that does', async () => {
    const now = show(['api.openai.com'])
    expect(toggle()).toBeChecked()
    expect(screen.queryByText(/no model is asked/)).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Allow that too' }))
    expect(now().modelsSentTo).toEqual(['api.openai.com', 'localhost:11434'])
    expect(screen.queryByRole('button', { name: 'Allow that too' })).toBeNull()
  })
})
