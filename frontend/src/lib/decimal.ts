// What a person types as a number, as the decimal string that the API takes.
// The point is moved within the text: nothing passes through a float.

/** "$1,234.50" → "1234.50". What is no number comes back as typed, for the server to refuse with its own words. */
export const decimalOf = (typed: string) =>
  typed
    .trim()
    .replace(/^(-?)\$/, '$1')
    .replace(/[\s,_]/g, '')
    .replace('−', '-')

/** "4.5" (percent) → "0.045" (a fraction); undefined where it is no number. */
export const fractionOfPercent = (typed: string) => movePoint(decimalOf(typed).replace(/%$/, ''), -2)

/** "0.0450" (a fraction) → "4.5" (percent). */
export const percentOfFraction = (fraction: string) => movePoint(fraction, 2) ?? ''

function movePoint(text: string, places: number): string | undefined {
  const match = /^(-?)(\d*)\.?(\d*)$/.exec(text)
  if (!match || !/\d/.test(text)) return undefined
  const [, sign = '', whole = '', part = ''] = match
  const digits = `${'0'.repeat(4)}${whole}${part}${'0'.repeat(4)}`
  const point = 4 + whole.length + places
  const moved = `${digits.slice(0, point)}.${digits.slice(point)}`
  return sign + moved.replace(/^0+(?=\d)/, '').replace(/\.?0+$/, '')
}

/** Orders decimal strings by size, as Array.sort wants it. */
export function compareDecimals(a: string, b: string): number {
  const isNegative = [a, b].map((text) => text.startsWith('-'))
  if (isNegative[0] !== isNegative[1]) return isNegative[0] ? -1 : 1
  const size = compareSizes(a.replace('-', ''), b.replace('-', ''))
  return isNegative[0] ? -size : size
}

function compareSizes(a: string, b: string): number {
  const [wholeA = '', partA = ''] = a.replace(/^0+/, '').split('.')
  const [wholeB = '', partB = ''] = b.replace(/^0+/, '').split('.')
  if (wholeA.length !== wholeB.length) return wholeA.length - wholeB.length
  const places = Math.max(partA.length, partB.length)
  const left = wholeA + partA.padEnd(places, '0')
  const right = wholeB + partB.padEnd(places, '0')
  return left < right ? -1 : left > right ? 1 : 0
}
