import type { ImportRow } from '@/api/imports'
import { word } from '@/lib/words'

const brokers: Record<string, string> = {
  interactive_brokers: 'Interactive Brokers',
  interactive_brokers_flex: 'Interactive Brokers (Flex query)',
  generic: 'a table with known headers',
  mapping: 'a table with your columns',
}

export const brokerName = (broker: string) => brokers[broker] ?? word(broker)

/** The server's reconciliation begins with its own name of the broker. */
export const withoutBroker = (line: string, broker: string) => {
  const text = line.startsWith(`${broker}: `) ? line.slice(broker.length + 2) : line
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export type Status = ImportRow['status']
export const statuses = ['valid', 'warning', 'error', 'duplicate', 'skipped'] as const satisfies readonly Status[]

export const statusWords: Record<Status, string> = {
  valid: 'Valid',
  warning: 'Warning',
  error: 'Error',
  duplicate: 'Duplicate',
  skipped: 'Skipped',
}

/** What becomes of a row, where its reason does not say it. */
export const heldWords: Record<ImportRow['held'], string> = {
  position: 'becomes a holding',
  cash: 'counts as cash',
  not_held: 'is not held',
}
