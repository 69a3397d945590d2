import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

// One accent: a deep green-blue. The darkest shade is the primary one in both
// themes, so that white on it has enough contrast everywhere.
const pine: MantineColorsTuple = [
  '#e8f6f4',
  '#d3e9e6',
  '#a8d3cd',
  '#79bcb3',
  '#53a89d',
  '#3b9c90',
  '#2c8378',
  '#1c7066',
  '#0f625a',
  '#0b5d57',
]

export const theme = createTheme({
  colors: { pine },
  primaryColor: 'pine',
  primaryShade: 9,
  defaultRadius: 'md',
  autoContrast: true,
  fontFamily: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.75rem' }, h2: { fontSize: '1.25rem' }, h3: { fontSize: '1.05rem' } },
  },
  respectReducedMotion: true,
  // By name and not by Component.extend: a theme that imports components would
  // put them all into the first chunk.
  components: {
    // Mantine's own yellow and orange titles are too faint.
    Alert: { styles: { title: { color: 'var(--mantine-color-text)' } } },
    Anchor: { defaultProps: { underline: 'always' } },
    Loader: { defaultProps: { type: 'dots' } },
    // Their header is no banner of the page.
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, attributes: { header: { role: 'none' } } } },
    Modal: {
      defaultProps: { centered: true, closeButtonProps: { 'aria-label': 'Close' }, attributes: { header: { role: 'none' } } },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    NumberInput: { defaultProps: { hideControls: true } },
    Skeleton: { defaultProps: { radius: 'md' } },
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: 'sm' } },
    Tooltip: { defaultProps: { events: { hover: true, focus: true, touch: true } } },
  },
})

/** Mantine's own dimmed text, links and titles of alerts are too faint for WCAG AA. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfcfc',
    '--mantine-color-dimmed': '#4d5a60',
    '--mantine-color-placeholder': '#626e74',
    '--mantine-color-anchor': '#0b5d57',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-yellow-light-color': '#8a5200',
    '--mantine-color-green-light-color': '#1b6e3c',
    '--mantine-color-red-light-color': '#b3261e',
    '--alex-surface': '#ffffff',
    '--alex-line': '#dde3e4',
    '--alex-accent-text': '#0b5d57',
    '--alex-good': '#1b6e3c',
    '--alex-warn': '#8a5200',
    '--alex-bad': '#b3261e',
  },
  dark: {
    '--mantine-color-body': '#12181a',
    '--mantine-color-dimmed': '#a9b6b9',
    '--mantine-color-placeholder': '#98a5a8',
    '--mantine-color-anchor': '#7fd0c5',
    '--mantine-color-error': '#ff9b93',
    '--alex-surface': '#1a2224',
    '--alex-line': '#313c3f',
    '--alex-accent-text': '#7fd0c5',
    '--alex-good': '#7fd6a0',
    '--alex-warn': '#f0b968',
    '--alex-bad': '#ff9b93',
  },
})
