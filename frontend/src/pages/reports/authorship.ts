import type { components } from '@/api/schema'

type Written = Pick<components['schemas']['Section'], 'author' | 'retries' | 'violations'>

/** Who wrote a section, and what the checks made of it. */
export function authorship({ author, retries, violations }: Written): string {
  const said = [author === 'rules' ? 'Written by rules, from the figures alone.' : `Words by ${author}; figures by code.`]
  if (retries > 0) said.push(`Written anew ${times(retries)} after the checks.`)
  const refused = (violations ?? []).length
  if (refused > 0) said.push(`The checks refused ${refused === 1 ? 'one passage' : `${refused} passages`}.`)
  return said.join(' ')
}

const times = (n: number) => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`)
