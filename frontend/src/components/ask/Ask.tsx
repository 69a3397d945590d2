import { Alert, Anchor, Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { Link } from 'react-router'
import { type Answer, ask, questionsQuery } from '@/api/ask'
import { explain } from '@/components/Failure'
import { FactsContext } from '@/components/markdown/FactFigure'
import { FactText } from '@/components/markdown/FactText'

type Props = {
  /** A question to ask at once. */
  first?: string
  /** What the answers rest on, where that is not plain. */
  note?: string
  /** A link of an answer is followed. */
  onLeave?: () => void
}

/** A question about one's own plan. Code computes the answer, or at least its figures: each opens its source. */
export function Ask({ first = '', note, onLeave }: Props) {
  const [question, setQuestion] = useState(first)
  const questions = useQuery(questionsQuery)
  const asking = useMutation({ mutationFn: ask })
  const { mutate } = asking
  useEffect(() => {
    if (first) mutate({ question: first })
  }, [first, mutate])
  const put = (text: string) => {
    setQuestion(text)
    asking.mutate({ question: text })
  }
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (question.trim()) asking.mutate({ question: question.trim() })
  }
  const offered = asking.data?.id === null ? asking.data.suggestions : (questions.data ?? []).slice(0, 6)
  return (
    <Stack gap="sm">
      <form onSubmit={submit}>
        <Group align="flex-end" gap="xs" wrap="nowrap">
          <TextInput
            style={{ flex: 1 }}
            label="Ask about your plan"
            description={note}
            placeholder="What if I retire at 62?"
            value={question}
            maxLength={500}
            data-autofocus
            onChange={(e) => setQuestion(e.currentTarget.value)}
          />
          <Button type="submit" loading={asking.isPending}>
            Ask
          </Button>
        </Group>
      </form>
      <div aria-live="polite">
        {asking.isError ? (
          <Alert color="red" title="No answer">
            {explain(asking.error)}
          </Alert>
        ) : null}
        {asking.data ? <AnswerCard answer={asking.data} onLeave={onLeave} /> : null}
      </div>
      {offered && offered.length > 0 ? (
        <Group gap={6} role="group" aria-label="Questions to try">
          {offered.map((q) => (
            <Button
              key={q.id}
              size="compact-sm"
              variant="default"
              fw={400}
              onClick={() => put(q.text)}
              style={{ height: 'auto', minHeight: 28, whiteSpace: 'normal' }}
              styles={{ label: { lineHeight: 1.4, whiteSpace: 'normal', overflow: 'visible' } }}
            >
              {q.text}
            </Button>
          ))}
        </Group>
      ) : null}
    </Stack>
  )
}

function authorOf({ author, hypothetical }: Answer): string {
  if (author === 'rules') {
    return hypothetical ? 'Hypothetical results, computed by code; not a forecast.' : 'Computed by code from what you entered.'
  }
  const words = `Chosen by ${author} from what code computed. Each sentence with a figure is code’s own.`
  return hypothetical ? `${words} Hypothetical results; not a forecast.` : words
}

function AnswerCard({ answer, onLeave }: { answer: Answer; onLeave?: () => void }) {
  return (
    <Paper withBorder p="md">
      <FactsContext value={new Map(answer.figures.map((f) => [f.id, f]))}>
        <FactText template={answer.template} markdown={answer.answer} />
      </FactsContext>
      <Group justify="space-between" mt="sm">
        <Text size="xs" c="dimmed">
          {authorOf(answer)}
        </Text>
        {answer.where ? (
          <Anchor component={Link} to={answer.where} size="sm" onClick={onLeave}>
            See where it comes from
          </Anchor>
        ) : null}
      </Group>
    </Paper>
  )
}
