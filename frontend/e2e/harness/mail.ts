import { createCipheriv, createHmac, hkdfSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'

export type Letter = { to: string; subject: string; text: string }

/** A mail server of loopback that takes every letter (RFC 5321) and keeps it. */
export class MailServer {
  readonly letters: Letter[] = []

  private constructor(private readonly server: Server) {}

  static async start(): Promise<MailServer> {
    const server = createServer()
    const mail = new MailServer(server)
    server.on('connection', (socket) => mail.hear(socket))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return mail
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** The next letter to an address with such a subject; it is taken out. */
  async next(to: string, subject: RegExp): Promise<Letter> {
    for (let i = 0; i < 200; i++) {
      const at = this.letters.findIndex((l) => l.to === to && subject.test(l.subject))
      const [letter] = at < 0 ? [] : this.letters.splice(at, 1)
      if (letter) return letter
      await new Promise((r) => setTimeout(r, 50))
    }
    throw new Error(`no letter to ${to} says ${subject}; there are ${JSON.stringify(this.letters)}`)
  }

  async stop(): Promise<void> {
    await new Promise((done) => this.server.close(done))
  }

  private hear(socket: Socket) {
    let rest = ''
    let data: string[] | null = null
    socket.on('error', () => {})
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (data && line !== '.') data.push(line)
        else if (data) {
          this.letters.push(read(data))
          data = null
          socket.write('250 kept\r\n')
        } else if (/^DATA/i.test(line)) {
          data = []
          socket.write('354 go on\r\n')
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
        else socket.write('250 ok\r\n')
      }
    })
    socket.write('220 stand-in\r\n')
  }
}

function read(lines: string[]): Letter {
  const head = lines.slice(0, lines.indexOf('')).join('\n').replace(/\n\s+/g, ' ')
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? ''
  const body = lines.slice(lines.indexOf('') + 1).join('\n')
  const text = body.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return { to: field('To').replace(/[<>]/g, ''), subject: field('Subject'), text }
}

/** The path that a letter's link leads to, with its token. */
export function pathIn(letter: Letter, home: string): string {
  const link = letter.text.split('\n').find((line) => line.startsWith(`${home}/`) && line.includes('#'))
  if (!link) throw new Error(`there is no link in ${letter.text}`)
  return link.slice(home.length)
}

/** The token of a monthly letter's link, as internal/review seals it: the letters themselves go out on the first of a month. */
export function stopToken(data: string, person: string): string {
  const keys = Buffer.from(
    hkdfSync('sha256', readFileSync(join(data, 'account-number.key')), new Uint8Array(), 'alex monthly letters 1', 64),
  )
  const nonce = createHmac('sha256', keys.subarray(32)).update(person).digest().subarray(0, 12)
  const cipher = createCipheriv('aes-256-gcm', keys.subarray(0, 32), nonce)
  return Buffer.concat([nonce, cipher.update(person), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}
