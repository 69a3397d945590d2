/** A sentence of the server, whose figures it marks **so**: they stand out, and nothing else is marked up. */
export function Strong({ text }: { text: string }) {
  return text.split('**').map((part, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never move.
    i % 2 === 1 ? <strong key={i}>{part}</strong> : part,
  )
}
