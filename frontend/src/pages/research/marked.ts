/** A piece of a passage; what the question names too is marked. */
export type Piece = { text: string; isMarked: boolean }

const word = /[\p{L}\p{N}]+(?:['’]\p{L}+)*/gu

// Words that nearly every passage has, and that say nothing of what it is about.
const common = new Set(
  `a about an and any are as at be been but by can did do does for from had has have how i if in into is it its me more my no not
   of on one or our should so than that the their them then there these they this to was we were what when where which who why
   will with would you your`.split(/\s+/),
)

/** Cuts a passage at the words that a question names, in one number or the other. The pieces together are the passage. */
export function marked(passage: string, question: string): Piece[] {
  const wanted = wantedOf(question)
  const pieces: Piece[] = []
  let from = 0
  for (const match of passage.matchAll(word)) {
    if (!forms(match[0]).some((form) => wanted.has(form))) continue
    if (match.index > from) pieces.push({ text: passage.slice(from, match.index), isMarked: false })
    from = match.index + match[0].length
    pieces.push({ text: match[0], isMarked: true })
  }
  if (from < passage.length) pieces.push({ text: passage.slice(from), isMarked: false })
  return pieces
}

/** The forms of a question's words; those of common words where it has no other. */
function wantedOf(question: string): Set<string> {
  const words = question.match(word) ?? []
  const telling = words.filter((w) => !common.has(plain(w)))
  return new Set((telling.length > 0 ? telling : words).flatMap(forms))
}

/** "Taxes’" → "taxes", "taxe", "tax": one of them is what another form of the word has too. */
function forms(text: string): string[] {
  const all = [plain(text)]
  const whole = all[0] ?? ''
  for (const end of ['s', 'es']) {
    const stem = whole.slice(0, -end.length)
    if (stem.length >= 3 && whole.endsWith(end)) all.push(stem)
  }
  return all
}

/** Without case, accents and what follows an apostrophe. */
const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’].*$/, '')
    .toLowerCase()
