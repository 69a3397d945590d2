import { SegmentedControl, Switch, Text, useMantineColorScheme } from '@mantine/core'
import { usePrivacy } from '@/lib/preferences'
import { Section } from './Section'

export function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [isPrivate, setPrivate] = usePrivacy()
  return (
    <Section id="appearance" title="Appearance" lead="For this browser alone; kept at once.">
      <Text size="sm" fw={500} mb={4} id="theme-label">
        Theme
      </Text>
      <SegmentedControl
        aria-labelledby="theme-label"
        value={colorScheme}
        onChange={(v) => setColorScheme(v as 'light' | 'dark' | 'auto')}
        data={[
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
          { value: 'auto', label: 'System' },
        ]}
      />
      <Switch mt="md" label="Hide amounts" checked={isPrivate} onChange={(e) => setPrivate(e.currentTarget.checked)} />
    </Section>
  )
}
