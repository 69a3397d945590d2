import type { Chart, Fact } from '@/api/reports'
import written from './sample.json'

// What Alex wrote of the household that ships with it. A test of the server
// writes the file, and fails once a report would say something else.

type Sample = {
  asOf: string
  imports: string[]
  summary: string
  choices: { title: string; text: string }[]
  working: Fact[]
  charts: Chart[]
}

export const sample: Sample = written
