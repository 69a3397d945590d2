import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useSearchParams } from 'react-router'
import { type Portfolio, portfolioQuery } from '@/api/portfolio'
import { type Person, personQuery } from '@/api/user'
import { Async } from '@/components/Async'
import { Page } from '@/components/Page'
import type { Question } from '@/components/questions'
import { BirthDate } from './BirthDate'
import { Done } from './Done'
import { Holdings } from './Holdings'
import { Progress } from './Progress'
import { RetirementAge } from './RetirementAge'
import { SocialSecurity } from './SocialSecurity'
import { Saving, Spending } from './Sums'
import { resumeAt, type Step, stepAfter, stepBefore, stepOf } from './steps'
import { Targets } from './Targets'

/** From nothing to a first report: what is held, at once its value, then a few questions. */
export default function Onboarding() {
  const portfolio = useQuery(portfolioQuery)
  const person = useQuery(personQuery)
  return (
    <Page title="Getting started" width="text">
      <Async query={portfolio} what="the portfolio" height={320}>
        {(held) => (
          <Async query={person} what="your record" height={320}>
            {({ value }) => <Steps portfolio={held} person={value} />}
          </Async>
        )}
      </Async>
    </Page>
  )
}

const cards: Record<Question, typeof BirthDate> = {
  birthDate: BirthDate,
  retirementAge: RetirementAge,
  spending: Spending,
  saving: Saving,
  socialSecurity: SocialSecurity,
}

function Steps({ portfolio, person }: { portfolio: Portfolio; person: Person }) {
  const [search, setSearch] = useSearchParams()
  const hasHoldings = (portfolio.accounts ?? []).length > 0
  // Without a step in the address the record says where to go on; from then on
  // the address does, so that Back and a reload work.
  const start = useRef(resumeAt(person, hasHoldings))
  const step = stepOf(search.get('step')) ?? start.current
  const go = (to: Step) => setSearch({ step: to })
  const card = useRef<HTMLDivElement>(null)
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    card.current?.focus()
  }, [step])

  const props = { person, next: () => go(stepAfter(step)), back: () => go(stepBefore(step) ?? 'holdings') }
  return (
    <>
      <Progress step={step} portfolio={hasHoldings ? portfolio : undefined} />
      {/* The card is told to who hears the page, each time that it changes. */}
      <div ref={card} tabIndex={-1} style={{ outline: 'none' }}>
        {step === 'holdings' ? (
          <Holdings portfolio={portfolio} next={props.next} />
        ) : step === 'targets' ? (
          <Targets {...props} portfolio={portfolio} />
        ) : step === 'done' ? (
          <Done person={person} hasHoldings={hasHoldings} go={go} />
        ) : (
          <Card key={step} question={step} {...props} />
        )}
      </div>
    </>
  )
}

function Card({ question, ...props }: { question: Question } & Parameters<typeof BirthDate>[0]) {
  const Asked = cards[question]
  return <Asked {...props} />
}
