/** The desk outlives its page: levers, undo, pinned run and charts are there when the reader comes back. */
import type { Desk } from './desk.svelte'

export const kept: { desk: Desk | null } = { desk: null }
