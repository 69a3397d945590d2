import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export const opening = 'Here is the big picture.'

type Request = { messages: { role: string; content: string }[]; response_format?: { json_schema?: { name?: string } } }

/** A language model that speaks OpenAI's chat completions on loopback, answers soundly and keeps what it was sent. */
export class FakeModel {
  readonly received: string[] = []
  url = ''
  /** From now on its sections hold a figure of its own, which the checks refuse. */
  invents = false
  private server: Server | null = null

  static async start(): Promise<FakeModel> {
    const model = new FakeModel()
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const sent = Buffer.concat(chunks).toString('utf8')
        model.received.push(sent)
        response.setHeader('Content-Type', 'application/json')
        response.end(JSON.stringify(completion(model.answer(JSON.parse(sent)))))
      })
    })
    model.server = server
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    model.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
    return model
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections()
    await new Promise((done) => this.server?.close(done))
  }

  private answer(request: Request): unknown {
    switch (request.response_format?.json_schema?.name) {
      case 'plan':
        return {
          reason: 'The answers depend on how spending and savings relate.',
          specialists: ['reporter', 'charter', 'retirement'],
          focus: [],
          lookUp: [],
        }
      case 'section':
        return { opening: this.invents ? 'You own 12 yachts.' : opening, notes: [], closing: '' }
      case 'charts':
        return { order: keysOf(request), captions: [] }
      case 'answer':
        return { id: '', value: '', answer: 'Value of everything: {{portfolio.value}}.' }
      default:
        return {}
    }
  }
}

function keysOf({ messages }: Request): string[] {
  const asked = messages.find((m) => m.role === 'user')?.content ?? '{}'
  return JSON.parse(asked).charts.map((chart: { key: string }) => chart.key)
}

const completion = (answer: unknown) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 0,
  model: 'sound',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: JSON.stringify(answer) } }],
  usage: { prompt_tokens: 400, completion_tokens: 60, total_tokens: 460 },
})
