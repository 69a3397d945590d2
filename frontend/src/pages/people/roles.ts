import type { Grant } from '@/api/grants'

/** What a role allows, in a few words. */
export const roleWord = (role: Grant['role']) => (role === 'viewer' ? 'may read' : 'may edit')

/** The other side of a grant, as a person would call them. */
export const nameOf = (grant: Grant) => grant.person?.displayName || grant.person?.email || grant.label || 'An open invitation'

/** The link that an invitation's code makes. */
export const joinLink = (code: string) => `${location.origin}/join/${code}`
