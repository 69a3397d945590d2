import { Alert } from '@mantine/core'

/** What was refused as a whole. */
export function Refusal({ text }: { text: string }) {
  if (!text) return null
  return (
    <Alert color="red" role="alert">
      {text}
    </Alert>
  )
}
