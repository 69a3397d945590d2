import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Model, Traces } from '@/api/site'
import { AnalyzeButton } from '@/components/AnalyzeButton'
import { actForAnother, open, type Routes, serve } from '@/test/server'

const models = [{ name: 'openai:gpt-4.1', sentTo: 'api.openai.com' }]
const person = {
  id: 'p',
  displayName: 'Ann',
  retirementAge: 66,
  allowModels: false,
  modelsAnswered: false,
  modelsSentTo: [] as string[],
}
const read = (body: object, etag = '"1"') => ({ body, headers: { ETag: etag } })

function press(
  routes: Routes,
  { asOwner = true, among = models, traces }: { asOwner?: boolean; among?: Model[]; traces?: Traces } = {},
) {
  if (!asOwner) actForAnother()
  const asked = serve({ 'GET /api/user': read(person), 'POST /api/analyze': { body: { jobId: 'j' } }, ...routes })
  open(<AnalyzeButton />, '/', among, traces)
  return { asked, paths: () => asked.map((r) => `${r.method} ${new URL(r.url).pathname}`) }
}
const analyze = () => userEvent.click(screen.getByRole('button', { name: 'Analyze' }))
const dialog = () => screen.findByRole('dialog', { name: 'May a model add remarks to your report?' })
const started = (paths: () => string[]) => waitFor(() => expect(paths()).toContain('POST /api/analyze'))

describe('who may write', () => {
  it.each([
    ['Allow remarks', { allowModels: true, modelsAnswered: true, modelsSentTo: ['api.openai.com'] }],
    ['Rules only', { allowModels: false, modelsAnswered: true, modelsSentTo: [] }],
  ])('%s is saved with all else as it is, and the analysis goes on', async (name, said) => {
    const { asked, paths } = press({ 'PUT /api/user': read({ ...person, ...said }, '"2"') })
    await analyze()
    const box = await dialog()
    expect(box).toHaveTextContent('openai:gpt-4.1, reached at api.openai.com, can add remarks')
    expect(paths()).not.toContain('POST /api/analyze')
    await userEvent.click(within(box).getByRole('button', { name }))
    await started(paths)
    const put = asked.find((r) => r.method === 'PUT')
    expect(put?.headers.get('If-Match')).toBe('"1"')
    expect(await put?.json()).toEqual({ displayName: 'Ann', retirementAge: 66, ...said })
    await analyze()
    await waitFor(() => expect(paths().filter((p) => p === 'POST /api/analyze')).toHaveLength(2))
    expect(paths().filter((p) => p === 'PUT /api/user')).toHaveLength(1)
  })

  it('says what can slip through, and nothing of traces that stay here', async () => {
    press({})
    await analyze()
    const box = await dialog()
    expect(box).toHaveTextContent('rounded amounts and numbers of shares')
    expect(box).toHaveTextContent('What it does not know, such as a nickname, can slip through.')
    expect(box).toHaveTextContent('no model is asked')
    expect(box).not.toHaveTextContent('LangFuse')
  })

  it.each([
    [true, 'What models are sent, and what they answer, goes with them.'],
    [false, 'No text goes with them.'],
  ])('says where traces go: with texts %s', async (texts, said) => {
    press({}, { traces: { sentTo: 'cloud.langfuse.com', texts } })
    await analyze()
    const box = await dialog()
    expect(box).toHaveTextContent('Records of the work go to LangFuse at cloud.langfuse.com')
    expect(box).toHaveTextContent(said)
    expect(box).not.toHaveTextContent('nothing leaves this server')
  })

  it('is asked of what looks for texts elsewhere, in its own words', async () => {
    press({}, { among: [{ name: 'openai:tiny', sentTo: 'localhost:11434', embeds: true }] })
    await analyze()
    const box = await screen.findByRole('dialog', { name: 'May a service elsewhere look for texts to quote?' })
    expect(box).toHaveTextContent('openai:tiny, reached at localhost:11434, can find texts by others')
    expect(box).toHaveTextContent('texts that you add there, as you wrote them')
    expect(box).toHaveTextContent('Anything else that you wrote outside Research.')
    expect(box).not.toHaveTextContent('remarks')
    expect(within(box).getByRole('button', { name: 'Ask nobody' })).toBeEnabled()
  })

  it('is asked again after the dialog was closed', async () => {
    const { paths } = press({})
    await analyze()
    await dialog()
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await analyze()
    await dialog()
    expect(paths().every((p) => p === 'GET /api/user')).toBe(true)
  })

  it('is asked again where a model is reached at another place', async () => {
    const { asked, paths } = press({
      'GET /api/user': read({ ...person, allowModels: true, modelsAnswered: true, modelsSentTo: ['localhost:11434'] }),
      'PUT /api/user': read(person),
    })
    await analyze()
    const box = await dialog()
    expect(box).toHaveTextContent('You said yes before.')
    await userEvent.click(within(box).getByRole('button', { name: 'Allow remarks' }))
    await started(paths)
    expect(await asked.find((r) => r.method === 'PUT')?.json()).toMatchObject({ modelsSentTo: ['api.openai.com'] })
  })

  it('is laid over what was saved elsewhere meanwhile', async () => {
    let turn = 0
    const { asked, paths } = press({
      'GET /api/user': () => read(turn === 0 ? person : { ...person, retirementAge: 64 }, `"${turn + 1}"`),
      'PUT /api/user': () => (turn++ === 0 ? { status: 412, body: {} } : read({ ...person, modelsAnswered: true })),
    })
    await analyze()
    await userEvent.click(within(await dialog()).getByRole('button', { name: 'Rules only' }))
    await started(paths)
    const put = asked.filter((r) => r.method === 'PUT').at(-1)
    expect(put?.headers.get('If-Match')).toBe('"2"')
    expect(await put?.json()).toMatchObject({ retirementAge: 64, modelsAnswered: true })
  })

  it('starts nothing where the answer could not be saved', async () => {
    const { paths } = press({ 'PUT /api/user': { status: 422, body: { detail: 'refused' } } })
    await analyze()
    const box = await dialog()
    await userEvent.click(within(box).getByRole('button', { name: 'Allow remarks' }))
    expect(await within(box).findByText('Your answer was not saved')).toBeVisible()
    expect(paths()).not.toContain('POST /api/analyze')
  })

  it.each([
    ['where no model is set up', { among: [] }, {}],
    ['whoever acts for the owner', { asOwner: false }, {}],
    ['who said no', {}, { 'GET /api/user': read({ ...person, modelsAnswered: true }) }],
    [
      'who said yes to the place',
      {},
      { 'GET /api/user': read({ ...person, allowModels: true, modelsAnswered: true, modelsSentTo: ['a', 'api.openai.com'] }) },
    ],
  ])('does not ask %s', async (_, how, routes) => {
    const { paths } = press(routes, how)
    await analyze()
    await started(paths)
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
