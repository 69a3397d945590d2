// Sets the theme before the first paint, so that the wrong one never flashes.
// The key and the attribute are Mantine's.
try {
  let scheme = localStorage.getItem('mantine-color-scheme-value')
  if (scheme !== 'light' && scheme !== 'dark') scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme)
} catch {
  // No storage: the style sheet's default stands.
}
