import { may } from '@/api/acting'
import { Problem } from '@/api/problem'
import type { Found, FoundList, KeptText } from '@/api/research'
import { capital } from '@/lib/capital'
import { date } from '@/lib/format'

// Cosines from which on passages are near, as the built-in embedder has them: texts
// about something else stay below the second, also where one word is asked for.
const close = 0.45
const some = 0.25

/** How near a passage is to a question, by the cosine of the two. */
export const nearness = (score: number) => (score >= close ? 'close match' : score >= some ? 'some match' : 'weak match')

/** The number behind the words. */
export const cosine = (score: number) => `Cosine with what you asked: ${score.toFixed(2)}`

/** "published October 30, 2026", or since when a text without a date is here. */
export const dated = ({ publishedOn, addedAt }: Pick<Found, 'publishedOn' | 'addedAt'>) =>
  publishedOn ? `published ${date(publishedOn)}` : `undated, kept since ${date(addedAt)}`

/** How a text came to be here. */
export function originWord({ origin }: Pick<KeptText, 'origin'>): string {
  if (origin === 'ingest') return 'brought by a program'
  if (origin === 'research') return 'found by the researcher'
  return may().own ? 'yours' : 'theirs'
}

/** Whose a text is that is not everybody’s. */
export const ownWord = () => (may().own ? 'Your own' : 'Their own')

/** How passages are found: one embedder knows words, another meaning. */
export const howFound = ({ name }: FoundList['embedder']) =>
  /^(words|lexical)/i.test(name)
    ? `Searched by words (${name}): a text that says the same in quite other words may stand lower, or be missed.`
    : `Searched by meaning, as ${name} understands it.`

/** Why nothing can be searched; undefined where the usual words say it. */
export function whyNot(error: unknown): string | undefined {
  if (!(error instanceof Problem)) return undefined
  if (error.status === 409) return `Whoever runs Alex has to mend this: ${error.message}.`
  if (error.status === 503) return 'What finds texts is away for a moment. The texts are safe; try again shortly.'
  return undefined
}

/** Why a text was not added; undefined where the usual words say it. */
export const whyNotAdded = (error: unknown): string | undefined =>
  error instanceof Problem && error.status === 503
    ? 'What finds texts is away for a moment. The text may be kept already; adding it again makes no second one.'
    : undefined

/** What is wrong with the question itself. */
export function refusedQuestion(error: unknown): string | undefined {
  const said = error instanceof Problem ? error.fieldError('query.query') : undefined
  return said && capital(said)
}

/** The site of an https address that names nobody; undefined for any other source. */
export function siteOf(source: string): string | undefined {
  if (!/^https:\/\//i.test(source) || !URL.canParse(source)) return undefined
  const { hostname, username, password } = new URL(source)
  return username || password ? undefined : hostname.replace(/^www\./, '')
}

/** What adding a text is called: whoever acts for another adds it for them. */
export const addLabel = () => (may().own ? 'Add a text of your own' : 'Add a text for them')
