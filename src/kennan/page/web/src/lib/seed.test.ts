import { expect, it } from 'vitest'
import { seedOf } from './seed'

it('keeps every seed to the last digit', () => {
  for (const text of ['0', '47', '9007199254740993', '9223372036854775807']) expect(seedOf(text)).toBe(text)
  expect(seedOf('0047')).toBe('47')
  expect(seedOf(47)).toBe('47')
  expect(seedOf(Number.MAX_SAFE_INTEGER)).toBe('9007199254740991')
})

it('takes nothing that is none, nor a number that was rounded', () => {
  for (const bad of ['', ' ', '-1', '1.5', '1e3', '९', '9223372036854775808', '9'.repeat(5000), 2 ** 53, -1, 1.5, NaN, null, true, [], {}]) expect(seedOf(bad), String(bad)).toBe(null)
})
