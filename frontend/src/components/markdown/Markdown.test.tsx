import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import type { Fact } from '@/api/reports'
import { writeSetting } from '@/lib/preferences'
import { FactsContext } from './FactFigure'
import { FactText } from './FactText'
import { Markdown } from './Markdown'
import { tokensOf } from './tokens'

const fact = (id: string, text: string, more: Partial<Fact> = {}): Fact => ({
  id,
  text,
  value: '701216.65',
  unit: '$',
  label: `label of ${id}`,
  source: 'Σ position values',
  asOf: '2026-10-30',
  ...more,
})

function draw(markdown: string, facts: Fact[] = []) {
  return render(
    <MantineProvider env="test">
      <FactsContext value={new Map(facts.map((f) => [f.id, f]))}>
        <Markdown>{markdown}</Markdown>
      </FactsContext>
    </MantineProvider>,
  )
}

afterEach(() => writeSetting('alex.privacy', null))

describe('fact tokens', () => {
  it.each([
    ['in bold', 'You own **{{a.b}}** now.'],
    ['beside punctuation', 'You own ({{a.b}}), or so.'],
    ['in a table', '| what |\n|---|\n| {{a.b}} |'],
    ['in a list', '- {{a.b}}'],
  ])('open their source: %s', async (_, text) => {
    draw(text, [fact('a.b', '$701,217')])
    await userEvent.click(screen.getByRole('button', { name: 'Show the working of $701,217' }))
    expect(await screen.findByText('label of a.b')).toBeInTheDocument()
    expect(screen.getByText('Σ position values')).toBeInTheDocument()
    expect(screen.getByText(/701216\.65/)).toBeInTheDocument()
  })

  it('that are names are words, and inert', () => {
    draw('{{n}}', [fact('n', '<img src=x onerror=hit()>', { unit: 'word' })])
    expect(screen.queryByRole('button')).toBeNull()
    expect(screen.getByText('<img src=x onerror=hit()>')).toBeInTheDocument()
  })

  it('that are addresses of the web are links, in a window that knows nothing of this one', () => {
    draw('“Bonds fell.” {{research.1.source}}', [
      fact('research.1.source', 'bls.gov', { unit: 'link', value: 'https://www.bls.gov/a?b=c' }),
    ])
    const link = screen.getByRole('link', { name: 'bls.gov' })
    expect(link).toHaveAttribute('href', 'https://www.bls.gov/a?b=c')
    expect(link).toHaveAttribute('target', '_blank')
    expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow')
    expect(screen.queryByRole('button')).toBeNull()
  })

  it.each(['javascript:hit()', ' javascript:hit()', 'data:text/html,x', '//outside.example', '/reports', 'https:outside', ''])(
    'that are no addresses of the web are words: %j',
    (value) => {
      draw('{{a.b}}', [fact('a.b', 'bls.gov', { unit: 'link', value })])
      expect(screen.getByText('bls.gov')).toBeInTheDocument()
      expect(screen.queryByRole('link')).toBeNull()
    },
  )

  it('are plain words in a link, which cannot hold a button', () => {
    draw('[see {{a.b}}](https://ok.example/)', [fact('a.b', '$701,217')])
    expect(screen.getByRole('link')).toHaveTextContent('see $701,217')
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('close again, and give the focus back to the figure', async () => {
    draw('{{a.b}} and {{c.d}}', [fact('a.b', '$701,217'), fact('c.d', '97%', { unit: '%' })])
    const figure = screen.getByRole('button', { name: 'Show the working of $701,217' })
    await userEvent.click(figure)
    expect(await screen.findByRole('dialog', { name: 'The working of $701,217' })).toBeInTheDocument()
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(figure).toHaveFocus()
    await userEvent.click(figure)
    await userEvent.click(figure)
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('that nobody knows stay visible', () => {
    draw('{{no.such}}')
    expect(screen.getByText('no.such')).toBeInTheDocument()
  })

  it('hide their amounts where the person hides amounts', () => {
    writeSetting('alex.privacy', 'on')
    draw('{{a.b}} and $1,234', [fact('a.b', '$701,217')])
    expect(document.body.textContent).not.toMatch(/701|1,234/)
  })

  it('are read from a template', () => expect(tokensOf('a {{b.c}} d {{e_1.f}} {{ not }}')).toEqual(['b.c', 'e_1.f']))
})

describe('what is drawn of a hostile text', () => {
  it.each([
    '<script>hit()</script>',
    '<img src=x onerror=hit()>',
    '![x](https://outside.example/x.png)',
    '[x](javascript:hit())',
    '[x](data:text/html,<script>hit()</script>)',
    '[x](//outside.example)',
    '<a href="javascript:hit()">x</a>',
    '<iframe src="https://outside.example"></iframe>',
    '[x]( javascript:hit())',
    '[x](vbscript:hit())',
    '<svg onload=hit()>',
    '<https://ok.example"onclick=hit()>',
  ])('%s', (text) => {
    const { container } = draw(text)
    expect(container.querySelector('script,img,iframe,svg,[onerror],[onload],[onclick]')).toBeNull()
    for (const a of container.querySelectorAll('a')) expect(a.getAttribute('href')).toMatch(/^https?:\/\//)
  })

  it('links go to the web in a window that knows nothing of this one', () => {
    draw('[x](https://ok.example/)')
    expect(screen.getByRole('link')).toHaveAttribute('rel', expect.stringContaining('noopener'))
  })

  it('ticks of a list are words', () => {
    const { container } = draw('- [x] saved\n- [ ] spent')
    expect(container.querySelector('input')).toBeNull()
    expect(container.textContent).toMatch(/done:\s+saved/)
  })
})

describe('a text that has a template', () => {
  const text = (template: string) =>
    render(
      <MantineProvider env="test">
        <FactsContext value={new Map([['a.b', fact('a.b', '$701,217')]])}>
          <FactText template={template} markdown="the finished text" />
        </FactsContext>
      </MantineProvider>,
    )

  it('shows it where there is a fact for its every token', () => {
    text('You own {{a.b}}.')
    expect(screen.getByRole('button')).toHaveTextContent('$701,217')
  })
  it.each(['', 'You own {{a.b}} and {{unknown.one}}.'])('shows the finished text for %j', (template) => {
    text(template)
    expect(screen.getByText('the finished text')).toBeInTheDocument()
    expect(screen.queryByRole('button')).toBeNull()
  })
})
