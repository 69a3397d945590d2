import { Button, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Operator, RoundPage } from '@/api/admin'
import { Confirm } from '@/components/Confirm'
import { OutsideLink } from '@/components/markdown/OutsideLink'
import { capital } from '@/lib/capital'
import classes from './Lines.module.css'
import { pageInWords } from './research'

/** The pages of a round: what became of each, and why. What is kept of one can be forgotten. */
export function RoundPages({ pages, desk }: { pages: RoundPage[]; desk: Operator }) {
  const client = useQueryClient()
  const [asked, ask] = useState<{ id: string; url: string } | null>(null)
  return (
    <>
      <ul className={classes.lines}>
        {pages.map(({ url, outcome, reason, documentId }) => (
          <li key={url}>
            <div>
              <Text size="sm" component="div" className={classes.link}>
                <OutsideLink href={url}>{url}</OutsideLink>
              </Text>
              <Text size="xs" c="dimmed">
                {capital(pageInWords({ outcome, reason }))}
              </Text>
            </div>
            {documentId ? (
              <Button
                size="xs"
                variant="default"
                flex="none"
                aria-label={`Forget the text of ${url}`}
                onClick={() => ask({ id: documentId, url })}
              >
                Forget
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {asked ? (
        <Confirm
          close={() => ask(null)}
          title="Forget this text?"
          act="Forget"
          isDestructive
          run={() => desk.forget(asked.id)}
          onDone={() => client.invalidateQueries({ queryKey: ['admin'] })}
        >
          <Text size="sm" className={classes.wraps}>
            Nobody finds the text of {asked.url} any longer, and later reports do not quote it. Reports that quote it already stay
            as they are.
          </Text>
        </Confirm>
      ) : null}
    </>
  )
}
