import type { Fact } from '@/api/reports'
import type { components } from '@/api/schema'
import { Markdown } from '@/components/markdown/Markdown'
import { tokensOf } from '@/components/markdown/tokens'

type Props = { section: components['schemas']['Section']; facts: ReadonlyMap<string, Fact> }

/** A section's text. Its template has a token for each figure; where the facts do not cover it, the finished text stands instead. */
export function SectionText({ section, facts }: Props) {
  const isCovered = section.template !== '' && tokensOf(section.template).every((id) => facts.has(id))
  return <Markdown>{isCovered ? section.template : section.markdown}</Markdown>
}
