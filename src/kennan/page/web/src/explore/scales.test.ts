import { expect, test } from 'vitest'
import { Scales } from './scales'

test('an axis grows where it must and never shrinks', () => {
  const scales = new Scales()
  expect(scales.fit('orbit', [0, 0.2], [0, 0.5])).toEqual([0, 0.5])
  expect(scales.fit('orbit', [0, 0.508], [0, 0.5])).toEqual([0, 0.5]) // a trifle is said and does not move it
  expect(scales.fit('orbit', [0, 0.62], [0, 0.5])).toEqual([0, 0.8])
  expect(scales.fit('orbit', [0, 0.2], [0, 0.5])).toEqual([0, 0.8])
  expect(scales.fit('other', [-0.03, 0.11])).toEqual([-0.05, 0.15])
  scales.forget()
  expect(scales.fit('orbit', [0, 0.2], [0, 0.5])).toEqual([0, 0.5])
})
