import type { Root, RootContent, Text } from 'mdast'

// A fact token as the server writes it: {{portfolio.value}}.
const token = /\{\{([a-z0-9_.]+)\}\}/g

type Parent = { children: RootContent[] }

/** A node that the page draws as a figure with its source. */
export type FactNode = { type: 'fact'; value: string; data: { hName: 'fact-figure'; hProperties: { fact: string } } }

/** Remark plugin: tokens in text become nodes of their own, in tables, emphasis and links too. Code keeps them as they are. */
export function factTokens() {
  return (tree: Root) => split(tree)
}

function split(parent: Parent) {
  parent.children = parent.children.flatMap((child) => {
    if (child.type === 'text') return pieces(child)
    if ('children' in child) split(child as unknown as Parent)
    return [child]
  })
}

function pieces(text: Text): RootContent[] {
  const out: (Text | FactNode)[] = []
  let from = 0
  for (const match of text.value.matchAll(token)) {
    if (match.index > from) out.push({ type: 'text', value: text.value.slice(from, match.index) })
    out.push({ type: 'fact', value: '', data: { hName: 'fact-figure', hProperties: { fact: match[1] ?? '' } } })
    from = match.index + match[0].length
  }
  if (from < text.value.length) out.push({ type: 'text', value: text.value.slice(from) })
  return out as RootContent[]
}

/** The ids that a template names. */
export const tokensOf = (template: string) => [...template.matchAll(token)].map((m) => m[1] ?? '')
