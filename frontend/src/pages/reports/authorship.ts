import type { Job } from '@/api/jobs'
import type { components } from '@/api/schema'

type Section = components['schemas']['Section']
type Written = Pick<Section, 'author' | 'retries' | 'violations'>

/** Who wrote a section and remarked on it, and what the checks made of that. Unused is why no remark of a model stands. */
export function authorship({ key, author, retries, violations }: Written & { key?: string }, unused?: string): string {
  if (key === 'research') return 'Chosen by rules; the words are of those who are named.'
  const isCode = author === 'rules'
  const rules = (violations ?? []).map((violation) => violation.rule)
  const isJudged = rules.includes(byJudge)
  const said = [
    isCode
      ? 'Written by rules, from the figures alone.'
      : `Written by rules. The remarks set apart are by ${author}, checked by code.`,
  ]
  if (unused !== undefined) said.push(`The model’s remarks were not used: ${unused}.`)
  else if (isJudged) said.push('The model’s remarks were not used: the judge did not let them pass.')
  else if (isCode && retries > 0) said.push('The model’s remarks were not used.')
  if (!isCode && retries > 0) said.push(`They were asked for again ${times(retries)}.`)
  const found = rules.filter((rule) => rule !== byJudge).length
  if (found > 0)
    said.push(
      `The checks found ${found === 1 ? 'one thing' : `${found} things`} to mend${isCode ? '' : '; what was not mended is left out'}.`,
    )
  return said.join(' ')
}

/** The rule of what no check found, but the judge. */
const byJudge = 'judge'

const times = (n: number) => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`)

/** Whether a model had a part in a report, also one whose remarks did not stand. */
export const hadModel = (sections: Written[]) =>
  sections.some((s) => s.author !== 'rules' || s.retries > 0 || (s.violations ?? []).some((v) => v.rule === byJudge))

/** Why a section has no remarks, by what the agents wrote down when they decided it. */
export function whyUnused({ key, author }: Pick<Section, 'key' | 'author'>, job: Job | undefined): string | undefined {
  if (author !== 'rules') return undefined
  const decisions = (job?.steps ?? []).flatMap((step) => step.decisions ?? [])
  return decisions.find((d) => d.section === key)?.why.replace(/^the model's text /, 'they ')
}
