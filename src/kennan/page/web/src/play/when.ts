/** What quarters are called, counted from the start of the scenario that is played. */
import type { Rules } from './types'

export type Start = Rules['start']

const SEASONS = ['Winter', 'Spring', 'Summer', 'Autumn']
const month = (start: Start, quarter: number) => start.month - 1 + 3 * quarter

/** The calendar year in which a quarter begins. */
export const yearOf = (start: Start, quarter: number): number => start.year + Math.floor(month(start, quarter) / 12)

/** "Autumn 1947", by the first month of the quarter. */
export const seasonOf = (start: Start, quarter: number): string => `${SEASONS[Math.floor((month(start, quarter) % 12) / 3)]} ${yearOf(start, quarter)}`

/** "1947 Q4". */
export const codeOf = (start: Start, quarter: number): string => `${yearOf(start, quarter)} Q${Math.floor((month(start, quarter) % 12) / 3) + 1}`

/** Whether a calendar year begins in a quarter. */
export const opensYear = (start: Start, quarter: number): boolean => quarter === 0 || yearOf(start, quarter) !== yearOf(start, quarter - 1)
