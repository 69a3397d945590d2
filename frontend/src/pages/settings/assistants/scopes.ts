import type { AccessKey, KeyScope } from '@/api/keys'

type Scope = { value: KeyScope; label: string; description: string }

/** What a key may let read, in plain sentences. */
export const scopes: Scope[] = [
  {
    value: 'portfolio',
    label: 'Portfolio',
    description: 'Accounts by name, holdings, cash, what they are worth, and how they stand to your targets',
  },
  {
    value: 'report',
    label: 'Reports',
    description: 'Every report with its figures, which tell of your holdings and of your plan too',
  },
  {
    value: 'projection',
    label: 'Retirement projection',
    description: 'Ages, spending and odds of your plan, your named plans, and what a change would come to',
  },
  { value: 'research', label: 'Research', description: 'Passages of texts by others, and of those that you keep' },
]

/** "Portfolio, Reports". */
export const scopesInWords = (list: KeyScope[]) =>
  scopes
    .filter((s) => list.includes(s.value))
    .map((s) => s.label)
    .join(', ')

/** Whether a key opens anything at a moment. */
export const isGood = (key: AccessKey, now: number) => key.revokedAt === null && Date.parse(key.expiresAt) > now
