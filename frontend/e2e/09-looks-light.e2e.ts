import { looksRight } from './harness/looks'

looksRight('light')
