import type { ResearchState, Round, RoundPage } from '@/api/admin'
import { counted } from '@/lib/counted'

const reasons: Record<string, string> = {
  scheme: 'its address begins with neither http:// nor https://',
  host: 'it is on a host that no source names',
  port: 'its address names another port than 80 and 443',
  address: 'its host has an address that is not public',
  credentials: 'its address has a name or a password in it',
  robots: 'the site’s robots.txt asks not to read it',
  redirects: 'it leads on more than five times',
  size: 'it is larger than what is read',
  type: 'it is no text, PDF or feed',
  timeout: 'the site took too long',
  status: 'the site gives another answer than the page',
  encoding: 'it came damaged, or packed in a way that was not asked for',
  unreachable: 'the site could not be reached',
  no_feed: 'the source is no feed that can be read',
  unreadable: 'its text cannot be read',
  too_short: 'its text is shorter than 400 characters',
  old: 'it is older than 90 days',
  not_kept: 'it could not be kept; a later round tries again',
  broken: 'reading it failed inside Alex',
  stopped: 'the round ended before its turn',
  found_later: 'it is kept, and found once the embedder takes it',
}

/** Why a page was refused; a reason that a newer server knows is told as it is. */
export const reasonInWords = (reason: string) => reasons[reason] ?? reason

const outcomes: [outcome: RoundPage['outcome'], word: string][] = [
  ['stored', 'stored'],
  ['known', 'known before'],
  ['off_topic', 'off topic'],
  ['refused', 'left out'],
]

/** "Left out: the site took too long". */
export function pageInWords({ outcome, reason }: Pick<RoundPage, 'outcome' | 'reason'>): string {
  const word = outcomes.find(([known]) => known === outcome)?.[1] ?? outcome
  return reason ? `${word}: ${reasonInWords(reason)}` : word
}

/** "3 stored, 1 left out". */
export function sumOf(pages: Pick<RoundPage, 'outcome'>[]): string {
  const parts = outcomes.map(([outcome, word]) => [pages.filter((p) => p.outcome === outcome).length, word] as const)
  return (
    parts
      .filter(([n]) => n > 0)
      .map(([n, word]) => `${n} ${word}`)
      .join(', ') || 'no page that is new and near'
  )
}

const choosers: Record<Round['chosenBy'], string> = { person: 'a person', operator: 'an operator', schedule: 'the schedule' }

export const chooserInWords = (by: Round['chosenBy']) => choosers[by] ?? by

/** "6 hours", "90 minutes" of seconds. */
export function pause(seconds: number): string {
  if (seconds % 86_400 === 0) return counted(seconds / 86_400, 'day')
  if (seconds % 3600 === 0) return counted(seconds / 3600, 'hour')
  return counted(Math.round(seconds / 60), 'minute')
}

/** "12 found by the researcher, 3 brought by a program": what everybody may read. */
export function keptInWords({ documents }: Pick<ResearchState, 'documents'>): string {
  const { research = 0, ingest = 0 } = documents
  return `Kept for everybody: ${research} found by the researcher, ${ingest} brought by a program.`
}

/** What became of a round that was asked for; none: it takes longer than the request. */
export function begunInWords(round: Round | null): string {
  if (!round?.endedAt)
    return round
      ? `A round about “${round.topic}” has begun; what becomes of it is listed below.`
      : 'A round has begun; it goes on.'
  return `A round about “${round.topic}” has ended: ${sumOf(round.pages)}.`
}
