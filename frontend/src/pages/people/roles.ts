/** What a role allows, in a few words. */
export const roleWord = (role: 'viewer' | 'editor') => (role === 'viewer' ? 'may read' : 'may edit')

/** The link that an invitation's code makes. */
export const joinLink = (code: string) => `${location.origin}/join/${code}`
