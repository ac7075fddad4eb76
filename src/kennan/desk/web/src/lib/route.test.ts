import { expect, it } from 'vitest'
import { read, write } from './route.svelte'

it('reads what it writes', () => {
  for (const [page, query, rest] of [
    ['explore', { s: 'aB-_' }, ''],
    ['read', { p: 'II.9' }, 'part'],
    ['play', {}, ''],
  ] as const) {
    const place = read(write(page, query, rest))
    expect([place.page, Object.fromEntries(place.query), place.rest]).toEqual([page, query, rest])
  }
})

it('goes to the first page from anywhere unknown', () => {
  for (const hash of ['', '#', '#/', '#/nowhere', '#explore', '#/../..', '#?s=1', '#/%00'])
    expect(read(hash).page).toBe('explore')
})
