import { useContext } from 'react'
import { FactsContext } from './FactFigure'
import { Markdown } from './Markdown'
import { tokensOf } from './tokens'

type Props = { template: string; markdown: string }

/** A text that has a token for each figure; where the facts do not cover it, the finished text stands instead. */
export function FactText({ template, markdown }: Props) {
  const facts = useContext(FactsContext)
  const isCovered = template !== '' && tokensOf(template).every((id) => facts.has(id))
  return <Markdown>{isCovered ? template : markdown}</Markdown>
}
