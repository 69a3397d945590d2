import { looksRight } from './harness/looks'

looksRight('dark')
