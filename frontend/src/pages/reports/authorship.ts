import type { Job } from '@/api/jobs'
import type { components } from '@/api/schema'

type Section = components['schemas']['Section']
type Written = Pick<Section, 'author' | 'retries' | 'violations'>

/** Who wrote a section, and what the checks made of it. Unused is why a model's text for it does not stand. */
export function authorship({ author, retries, violations }: Written, unused?: string): string {
  const isCode = author === 'rules'
  const said = [isCode ? 'Written by rules, from the figures alone.' : `Words by ${author}, checked by code.`]
  if (unused !== undefined) said.push(`The model’s text was not used: ${unused}.`)
  else if (isCode && retries > 0) said.push('The model’s text was not used.')
  if (!isCode && retries > 0) said.push(`Written anew ${times(retries)} after the checks.`)
  const refused = (violations ?? []).length
  if (refused > 0) said.push(`The checks refused ${refused === 1 ? 'one passage' : `${refused} passages`}.`)
  return said.join(' ')
}

const times = (n: number) => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`)

/** Whether a model had a part in a report, also one whose words did not stand. */
export const hadModel = (sections: Written[]) => sections.some((s) => s.author !== 'rules' || s.retries > 0)

/** Why a section kept code's words, by what the agents wrote down when they decided it. */
export function whyUnused({ title, author }: Pick<Section, 'title' | 'author'>, job: Job | undefined): string | undefined {
  if (author !== 'rules') return undefined
  const decisions = (job?.steps ?? []).flatMap((step) => step.decisions ?? [])
  return decisions.find((d) => d.what === `keep code's own words for ${title}`)?.why.replace(/^the model's text /, 'it ')
}
