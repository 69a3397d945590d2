const all = [
  ['profile', 'Profile', 'plan'],
  ['letters', 'Letters', 'mail'],
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

const without = (...left: string[]): Entry[] =>
  all.filter(([, , whose]) => !left.includes(whose)).map(([id, label]) => ({ id, label }))

/** The sections with their anchors, where Alex sends no letters. */
export const ownSections = without('mail')

/** The sections where it does. */
export const ownSectionsWithLetters = without()

/** Who looks at someone else's plan has none of what is a person's own. */
export const sectionsOfOthers = without('own', 'mail')
