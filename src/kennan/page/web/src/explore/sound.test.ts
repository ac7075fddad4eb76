import { describe, expect, it } from 'vitest'
import type { FaultSaid } from '../lib/api'
import { doubtful, sound } from './sound'
import { begin } from './state'
import type { State } from './types'

const fault = (where: string, what = 'wrong'): FaultSaid => ({ where, what, allowed: '', nearest: '', do: '' })
const rule = { lever: 'level', reads: 'orbit', when: 'above' as const, reference: 0, gain: 1 }
const turn = { from: '1953-03', policy: 'charm' }
const full: State = {
  ...begin(),
  years: 30,
  set: { afterglow: 0.4, nope: 1 },
  parameters: { nope: 1 },
  off: ['patience'],
  levers: { level: 0.4 },
  head: { name: 'mine', title: 'Mine', sentence: 's', author: 'a', source: 'b', passages: [], hindsight: false },
  extra: { rules: [rule], by_hand: { x: 1 }, then: [turn] },
}

describe('a link that the server refuses in part', () => {
  const parts: [string, Partial<State>][] = [
    ['set.nope', { set: { afterglow: 0.4 } }],
    ['parameters.nope', { parameters: 'drawn' }],
    ['policy levers.level', { levers: {} }],
    ['policy rules.0.lever', { extra: { by_hand: { x: 1 }, then: [turn] } }],
    ['policy by_hand.x', { extra: { rules: [rule], then: [turn] } }],
    ['policies two minds by_hand.attention', { extra: { rules: [rule], then: [turn] } }],
    ['policies two minds then.0.from', { extra: { rules: [rule], by_hand: { x: 1 } } }],
    ['policy policy.name', { head: null }],
  ]
  for (const [where, change] of parts)
    it(`goes on without ${where}`, async () => {
      const found = await sound(full, (state) => Promise.resolve(state === full ? [fault(where)] : []))
      expect(found.state).toEqual({ ...full, ...change })
      expect(found.complaints).toHaveLength(1)
      expect(found.complaints[0]).toContain('wrong')
    })
  it('drops what is set of a mechanism that is off', async () => {
    const state = { ...full, set: { patience: 0.5, afterglow: 0.4 } }
    const found = await sound(state, (one) => Promise.resolve(one === state ? [fault('off')] : []))
    expect(found.state.set).toEqual({ afterglow: 0.4 })
  })
  it('looks again, since one fault may hide another', async () => {
    const faults = [[fault('set.nope')], [fault('policy rules.0')], []]
    const found = await sound(full, () => Promise.resolve(faults.shift()!))
    expect([found.state.set, found.state.extra.rules, found.complaints.length]).toEqual([{ afterglow: 0.4 }, undefined, 2])
  })
  it('begins from the policy where the fault cannot be placed', async () => {
    for (const where of ['', 'policies', 'scenario', 'policy levers.tone']) {
      const found = await sound(full, () => Promise.resolve([fault(where)]))
      expect(found.state).toEqual({ ...begin(), years: 30 })
    }
  })
  it('stays as it is where nothing is wrong, and where the page itself lets it be so', async () => {
    for (const what of ['follow, perimeter are all 0 in 1947, so that counterforce goes nowhere', "the change from 1990-01 on comes after the run's last month"])
      expect(await sound(full, () => Promise.resolve([fault('policy levers', what)]))).toEqual({ state: full, complaints: [] })
    expect(await sound(full, () => Promise.resolve([]))).toEqual({ state: full, complaints: [] })
  })
  it('is asked about only where this page cannot judge', () => {
    expect(doubtful(begin())).toBe(false)
    expect(doubtful({ ...begin(), levers: { level: 1 }, off: ['patience'] })).toBe(false)
    for (const part of [{ set: { x: 1 } }, { parameters: { x: 1 } }, { head: full.head }, { extra: { then: [] } }]) expect(doubtful({ ...begin(), ...part })).toBe(true)
  })
})
