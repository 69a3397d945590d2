/** The path within Alex that a sign-in returns to; anything else becomes the fallback. */
export function returnPath(value: string | null, fallback = '/dashboard'): string {
  if (!value?.startsWith('/') || value.startsWith('//') || value.includes('\\')) return fallback
  return value
}
