import { createContext, use } from 'react'

export type Analyze = { analyze: () => void; isStarting: boolean }

export const AnalyzeContext = createContext<Analyze | null>(null)

/** Asks for an analysis and goes to where it can be watched; whoever has not said who may write is asked first. */
export function useAnalyze(): Analyze {
  const found = use(AnalyzeContext)
  if (!found) throw new Error('useAnalyze stands outside of AnalyzeProvider')
  return found
}
