/** The keys that place points in a theatre, on the board and on the map alike. */
import { table } from './table.svelte'

/** Whether the key was one of them: one point more or less, or a digit for so many. */
export function placingKey(event: KeyboardEvent, index: number): boolean {
  const now = table.shown.places[index] ?? 0
  if (event.key === '+' || event.key === '=') table.place(index, now + 1)
  else if (event.key === '-' || event.key === '−') table.place(index, now - 1)
  else if (/^[0-8]$/.test(event.key)) table.place(index, Number(event.key))
  else return false
  return true
}
