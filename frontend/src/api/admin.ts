import createClient from 'openapi-fetch'
import { apiURL, body, failures } from './client'
import { unreachable } from './problem'
import type { components, paths } from './schema'

export type Overview = components['schemas']['Overview']
export type Resident = components['schemas']['Resident']

/** The operators' routes, opened by a key; no person's token goes with it. */
export function operator(key: string) {
  const client = createClient<paths>({
    baseUrl: apiURL('').origin,
    headers: { Authorization: `Bearer ${key}` },
    fetch: (request) =>
      fetch(request).catch(() => {
        throw unreachable()
      }),
  })
  client.use(failures)
  const person = (id: string) => ({ params: { path: { id } } })
  return {
    overview: () => body(client.GET('/api/admin/overview')),
    people: (query: string, cursor?: string) =>
      body(client.GET('/api/admin/people', { params: { query: { query, cursor, limit: 20 } } })),
    disable: (id: string) => client.POST('/api/admin/people/{id}/disable', person(id)),
    enable: (id: string) => client.POST('/api/admin/people/{id}/enable', person(id)),
    signOut: (id: string) => client.POST('/api/admin/people/{id}/sign-out', person(id)),
    resetPassword: (id: string) => body(client.POST('/api/admin/people/{id}/reset-password', person(id))),
    erase: (id: string) => client.DELETE('/api/admin/people/{id}', person(id)),
    invites: (cursor?: string) => body(client.GET('/api/admin/invites', { params: { query: { cursor, limit: 20 } } })),
    invite: (email: string) => body(client.POST('/api/admin/invites', { body: { email } })),
    takeBack: (id: string) => client.DELETE('/api/admin/invites/{id}', person(id)),
    jobs: (status: 'failed' | 'pending' | 'running' | undefined, cursor?: string) =>
      body(client.GET('/api/admin/jobs', { params: { query: { status, cursor, limit: 20 } } })),
    redrive: (id: string) => body(client.POST('/api/admin/jobs/{id}/redrive', person(id))),
    backups: () => body(client.GET('/api/admin/backups')),
    backUp: () => body(client.POST('/api/admin/backups')),
    research: (cursor?: string) => body(client.GET('/api/admin/research', { params: { query: { cursor, limit: 10 } } })),
    beginResearch: (topic: string) => body(client.POST('/api/admin/research', { body: topic ? { topic } : {} })),
    forget: (id: string) => client.DELETE('/api/admin/research/documents/{id}', person(id)),
    audit: (act: string, person: string, cursor?: string) =>
      body(client.GET('/api/admin/audit', { params: { query: { act, person, cursor, limit: 20 } } })),
  }
}

export type Round = components['schemas']['RoundBody']
export type RoundPage = components['schemas']['RoundPage']
export type ResearchState = components['schemas']['ResearchState']
export type Operator = ReturnType<typeof operator>
