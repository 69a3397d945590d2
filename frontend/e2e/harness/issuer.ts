import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A port of loopback that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

/** An issuer of OpenID Connect whose people always say yes. */
export class FakeIssuer {
  email = 'carol@example.org'
  private nonce = ''
  private readonly key = generateKeyPairSync('rsa', { modulusLength: 2048 })

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeIssuer> {
    const server = createServer()
    const issuer = new FakeIssuer(server)
    server.on('request', (request, response) => issuer.answer(new URL(request.url ?? '/', issuer.url), response))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return issuer
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  private answer(asked: URL, response: ServerResponse) {
    const json = (body: unknown) => response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body))
    const { url } = this
    switch (asked.pathname) {
      case '/.well-known/openid-configuration':
        return json({
          issuer: url,
          authorization_endpoint: `${url}/auth`,
          token_endpoint: `${url}/token`,
          jwks_uri: `${url}/keys`,
        })
      case '/keys':
        return json({ keys: [{ ...this.key.publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'RS256' }] })
      case '/auth': {
        this.nonce = asked.searchParams.get('nonce') ?? ''
        const back = new URLSearchParams({ code: 'c', state: asked.searchParams.get('state') ?? '' })
        return response.writeHead(302, { Location: `${asked.searchParams.get('redirect_uri')}?${back}` }).end()
      }
      default:
        return json({ access_token: 'x', token_type: 'Bearer', id_token: this.token() })
    }
  }

  private token(): string {
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      ...{ iss: this.url, aud: 'alex', sub: this.email, nonce: this.nonce, iat: now, exp: now + 60 },
      ...{ email: this.email, email_verified: true, name: 'Carol Example' },
    }
    const text = `${encoded({ alg: 'RS256', kid: 'k' })}.${encoded(claims)}`
    return `${text}.${sign('sha256', Buffer.from(text), this.key.privateKey).toString('base64url')}`
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }
}
