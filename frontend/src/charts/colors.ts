// The API names one colour a point, chosen to be told apart without red and green.
// Some are too faint on white and some on the dark surface: those move towards
// black or white until they stand out 3 to 1 (WCAG 1.4.11). The browser picks by
// the colour scheme, which is light again on paper.

const light = '#ffffff'
const dark = '#1a2224'
const enough = 3

type Channels = [number, number, number]

function channels(hex: string): Channels {
  const digits = /^#([0-9a-f]{6})$/i.exec(hex)?.[1] ?? '777777'
  return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16)) as Channels
}

function luminance(c: Channels): number {
  const [r, g, b] = c.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)) as Channels
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** How much two colours stand out from each other, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(channels(a)), luminance(channels(b))].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

const hex = (c: Channels) =>
  `#${c
    .map((v) =>
      Math.round(Math.min(Math.max(v, 0), 255))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

/** The colour, moved towards the text's end of the scale until it stands out from the surface. */
export function readableOn(surface: string, color: string): string {
  const end = luminance(channels(surface)) > 0.5 ? 0 : 255
  const from = channels(color)
  for (let share = 0; share <= 1; share += 0.05) {
    const moved = hex(from.map((v) => v + (end - v) * share) as Channels)
    if (contrast(moved, surface) >= enough) return moved
  }
  return hex([end, end, end])
}

/** A colour of the API as CSS, one for each theme. */
export const themed = (color: string) => `light-dark(${readableOn(light, color)}, ${readableOn(dark, color)})`

/** Differences that chance alone may make, and what is not told apart. */
export const gray = 'light-dark(#8a9296, #78858a)'

export const accent = 'light-dark(#0b6a93, #5cb3dd)'
export const wide = 'light-dark(#cfe5ee, #23434f)'
export const narrow = 'light-dark(#8fc2d8, #2f6a80)'
export const empty = 'light-dark(#e9edee, #2b3538)'
export const bad = 'light-dark(#b8442c, #ef8f72)'
export const good = 'light-dark(#1f7a54, #5cc396)'
export const line = 'var(--alex-line)'
export const ink = 'var(--mantine-color-dimmed)'
export const text = 'var(--mantine-color-text)'
export const surface = 'var(--alex-surface)'
