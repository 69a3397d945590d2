// A sentence ends at a full stop before a capital letter, not at one within "$1.5M".
const sentenceEnd = /(?<=[.!?])\s+(?=[A-Z])/

/** The first sentence of each of a summary's first two paragraphs: what is owned, and how the plan stands. */
export const firstSentences = (summary: string): string[] =>
  summary
    .split(/\n\s*\n/)
    .slice(0, 2)
    .map((paragraph) => paragraph.replaceAll('**', '').trim().split(sentenceEnd)[0] ?? '')
    .filter((sentence) => sentence !== '')
