import { ink, line } from '../colors'

// How every axis looks.

export const tick = { fill: ink, fontSize: 12 }
export const xAxis = { tick, tickLine: false, axisLine: { stroke: line }, tickMargin: 6, minTickGap: 18 }
export const yAxis = { tick, tickLine: false, axisLine: false, width: 52, tickMargin: 4 }
export const grid = { stroke: line, vertical: false }
export const margin = { top: 10, right: 12, bottom: 2, left: 0 }
