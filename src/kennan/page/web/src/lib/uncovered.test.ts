import { expect, test } from 'vitest'
import { toMove } from './uncovered'

test('what a bar would lie over is moved out from under it, and nothing else', () => {
  expect(toMove(100, 130, 60, 400)).toBe(0)
  expect(toMove(20, 50, 60, 400)).toBe(-40) // under the head
  expect(toMove(390, 420, 60, 400)).toBe(20) // under the foot
  expect(toMove(300, 900, 60, 400)).toBe(240) // taller than the room: its head is shown
})
