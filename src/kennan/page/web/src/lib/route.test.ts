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

it('shows the first page at the bare address', () => {
  for (const hash of ['', '#', '#/', '#explore', '#?s=1']) expect(read(hash)).toMatchObject({ page: 'explore' })
  for (const hash of ['', '#/', '#explore', '#/read/II.9']) expect(read(hash).unknown).toBeUndefined()
})

it('says of any other that there is no such page, and which is nearest', () => {
  expect(read('#/nowhere')).toMatchObject({ page: 'explore', unknown: 'nowhere' })
  expect(read('#/raed?p=II.9')).toMatchObject({ page: 'read', unknown: 'raed' })
  expect(read('#/Plays')).toMatchObject({ page: 'play', unknown: 'Plays' })
  expect(read('#/explore/deeper')).toMatchObject({ page: 'explore', unknown: 'explore/deeper' })
  for (const hash of ['#/../..', '#/%00', '#/%', '#/<b>']) expect(read(hash).unknown).toBeDefined()
})
