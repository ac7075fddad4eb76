/** The choices of a game as a state of the Explore page: the same plan, the same seed, this world drawn over the fans. */
import { get, post } from '../lib/api'
import { encode } from '../lib/link'
import { write } from '../lib/route.svelte'
import * as ask from './ask'
import type { Game } from './types'

/** The address in Explore; beside the choices stands containment on the same luck, pinned. */
export async function exploreLink(game: Game): Promise<string> {
  const [{ begin, fromPlan, toLink }, registers, file] = await Promise.all([import('../explore/state'), get('/api/registers'), ask.planFile(game)])
  const read = await post('/api/plan/read', { text: file.plan })
  const state = fromPlan(read.plan, registers)
  const pinned = { ...begin(registers.usual), seed: state.seed, years: state.years }
  return write('explore', { s: encode(toLink(state, { pinned, world: game.world, at: null }, registers)) })
}
