import type { Grant } from '@/api/grants'

/** What a role allows, in a few words. */
export const roleWord = (role: Grant['role']) => (role === 'viewer' ? 'may read' : 'may edit')

export { nameOf } from '@/api/grants'

/** The link that an invitation's code makes. The fragment goes to no server, and so into no log. */
export const joinLink = (code: string) => `${location.origin}/join#${encodeURIComponent(code)}`
