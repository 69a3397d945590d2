export function ComparePlans({ current }: { current: import('@/api/retirement').Plan }) {
  return current ? null : null
}
