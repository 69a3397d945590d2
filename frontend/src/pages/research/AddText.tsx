import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { IconFileText } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { may } from '@/api/acting'
import { addText } from '@/api/research'
import { Dialog } from '@/components/Dialog'
import { Failure } from '@/components/Failure'
import { useActingName } from '@/components/useActingName'
import { useIntent } from '@/lib/intent'
import classes from './Research.module.css'
import { inputOf, nothing, readText, refusals, type Values, withFile } from './text-form'
import { addLabel, whyNotAdded } from './words'

/** Takes a text that is found by whom it is for, and by nobody else who has no access to their plan. */
export function AddText({ close }: { close: () => void }) {
  const client = useQueryClient()
  const name = useActingName()
  const once = useIntent()
  const file = useRef<HTMLInputElement>(null)
  const form = useForm<Values>({ initialValues: nothing, validate: { text: isNotEmpty('Enter the text') } })
  const adding = useMutation({
    mutationFn: (values: Values) => once(inputOf(values), (key) => addText(inputOf(values), key)),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['research'] })
      notifications.show({ color: 'green', message: 'The text was added.' })
      close()
    },
    onError: (e) => form.setErrors(refusals(e)),
  })
  const take = async (chosen: File) => {
    const read = await readText(chosen)
    if ('refused' in read) form.setFieldError('text', read.refused)
    else {
      form.setValues((now) => withFile({ ...nothing, ...now }, read))
      form.clearFieldError('text')
    }
  }
  const isRefused = Object.keys(refusals(adding.error)).length > 0
  return (
    <Dialog onClose={close} title={addLabel()} size="lg" closeOnClickOutside={!form.isDirty()}>
      <form onSubmit={form.onSubmit((values) => adding.mutate(values))} noValidate>
        <Stack gap="sm">
          <Text size="sm">
            {may().own
              ? 'It is found by you alone, and by whom you let see your plan. Your reports may quote it.'
              : `It is found by ${name || 'whose plan this is'}, and by whom they let see their plan. Their reports may quote it.`}
          </Text>
          <Textarea label="Text" rows={8} withAsterisk data-autofocus {...form.getInputProps('text')} />
          <Group gap="sm">
            <Button
              size="xs"
              variant="default"
              leftSection={<IconFileText size={16} aria-hidden />}
              onClick={() => file.current?.click()}
            >
              Take it from a file
            </Button>
            <Text size="xs" c="dimmed">
              .txt or .md, at most 1 MiB. An empty line parts paragraphs.
            </Text>
            <input
              ref={file}
              type="file"
              accept=".txt,.md,text/plain,text/markdown"
              aria-label="File with the text"
              tabIndex={-1}
              className={classes.file}
              onChange={(e) => {
                const [chosen] = e.currentTarget.files ?? []
                e.currentTarget.value = ''
                if (chosen) void take(chosen)
              }}
            />
          </Group>
          <TextInput
            label="Title"
            description="Left empty, it is the first words of the text"
            maxLength={300}
            {...form.getInputProps('title')}
          />
          <TextInput
            label="Source"
            description="An address, or what you call it"
            maxLength={1000}
            {...form.getInputProps('source')}
          />
          <TextInput
            type="date"
            label="Published on"
            description="Where it is known"
            maw={220}
            {...form.getInputProps('publishedOn')}
          />
          {adding.isError && !isRefused ? (
            <Failure error={adding.error} what="The text was not added" why={whyNotAdded(adding.error)} />
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={adding.isPending}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
