const all = [
  ['profile', 'Profile', 'plan'],
  ['plan', 'Your plan', 'plan'],
  ['partner', 'Partner', 'plan'],
  ['targets', 'Targets', 'plan'],
  ['assumptions', 'Returns and prices', 'plan'],
  ['limits', 'Health checks', 'plan'],
  ['models', 'Models and cost', 'plan'],
  ['sharing', 'Sharing', 'own'],
  ['assistants', 'Assistants', 'own'],
  ['security', 'Sign-in and security', 'own'],
  ['activity', 'Recent activity', 'own'],
  ['appearance', 'Appearance', 'browser'],
  ['data', 'Your data', 'own'],
] as const

type Entry = { id: string; label: string }

/** The sections with their anchors. */
export const ownSections: Entry[] = all.map(([id, label]) => ({ id, label }))

/** Who looks at someone else's plan has none of what is a person's own. */
export const sectionsOfOthers: Entry[] = all.filter(([, , whose]) => whose !== 'own').map(([id, label]) => ({ id, label }))
