import { memo } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import { useSentence } from '@/lib/amount'
import { FactToken, PlainContext } from './FactFigure'
import classes from './Markdown.module.css'
import { OutsideLink } from './OutsideLink'
import { factTokens } from './tokens'

// No raw HTML (react-markdown drops it), no pictures, links to the web alone.
const schema = {
  ...defaultSchema,
  tagNames: [
    'p',
    'strong',
    'em',
    'del',
    'code',
    'pre',
    'ul',
    'ol',
    'li',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'blockquote',
    'hr',
    'br',
    'a',
    'input',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'fact-figure',
  ],
  attributes: {
    a: ['href', 'title'],
    input: [['type', 'checkbox'] as [string, string], 'checked', 'disabled'],
    th: ['align', 'style'],
    td: ['align', 'style'],
    ol: ['start'],
    'fact-figure': ['fact'],
  },
  protocols: { href: ['http', 'https'] },
}

const components: Components & { 'fact-figure': typeof FactToken } = {
  // The page's own headings stand above those of a text.
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h3>{children}</h3>,
  h4: ({ children }) => <h4>{children}</h4>,
  h5: ({ children }) => <h4>{children}</h4>,
  h6: ({ children }) => <h4>{children}</h4>,
  a: ({ href, children }) =>
    href ? (
      <OutsideLink href={href}>
        <PlainContext value={true}>{children}</PlainContext>
      </OutsideLink>
    ) : (
      <span>{children}</span>
    ),
  input: ({ checked }) => <span className={classes.tick}>{checked ? '☑ done: ' : '☐ open: '}</span>,
  table: ({ children }) => (
    // A wide table scrolls in itself, and can be reached by the keyboard for that.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    // biome-ignore lint/a11y/useSemanticElements: a table is no set of form fields
    <div className={classes.scroll} role="group" tabIndex={0} aria-label="Table">
      <table>{children}</table>
    </div>
  ),
  th: ({ children, style }) => (
    <th scope="col" style={style}>
      {children}
    </th>
  ),
  'fact-figure': FactToken,
}

type Props = { children: string }

/** A text of the server as elements: its tokens open their sources, and nothing in it runs or loads. */
export const Markdown = memo(function Markdown({ children }: Props) {
  const sentence = useSentence()
  return (
    <div className={classes.text}>
      <ReactMarkdown remarkPlugins={[remarkGfm, factTokens]} rehypePlugins={[[rehypeSanitize, schema]]} components={components}>
        {sentence(children)}
      </ReactMarkdown>
    </div>
  )
})
