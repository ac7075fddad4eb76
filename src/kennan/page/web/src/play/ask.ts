/** What the Play page asks of the server. */
import { get, post, stream, type Progress } from '../lib/api'
import type { Advice, Adviser, Choice, Debrief, Game, Length, Option, PlanFile, Rules, Side, Turn } from './types'

let kept: Promise<Rules> | undefined
/** The rules, asked for once. */
export function rules(): Promise<Rules> {
  kept ??= get('/api/game/rules').catch((error: unknown) => {
    kept = undefined
    throw error
  })
  return kept
}

export interface Beginning {
  side: Side
  length: Length
  opponent: string | null
  seed: number | null
  world: number | null
}

export const begin = async (asked: Beginning, signal?: AbortSignal): Promise<Turn> => (await post('/api/game/new', asked, { signal })) as Turn

/** The game at the end of its choices; `skip`: quarters to pass until something happens. */
export const turn = async (game: Game, skip = 0, signal?: AbortSignal): Promise<Turn> => (await post('/api/game/turn', { game, skip }, { signal })) as Turn

/** The advisers, each told to `heard.adviser` as soon as he is ready, with the moves that he speaks of. */
export const advice = (
  game: Game,
  draft: Choice | null,
  heard: { progress: (p: Progress) => void; adviser: (a: Adviser, options: Option[]) => void },
  signal?: AbortSignal,
): Promise<Advice> =>
  stream('/api/game/advice', { game, draft }, {
    signal,
    onprogress: heard.progress,
    online: (line) => {
      if (line['adviser']) heard.adviser(line['adviser'] as Adviser, line['options'] as Option[])
    },
  })

export const debrief = (game: Game, progress: (p: Progress) => void, signal?: AbortSignal): Promise<Debrief> =>
  stream('/api/game/debrief', { game }, { signal, onprogress: progress })

export const planFile = (game: Game): Promise<PlanFile> => post('/api/game/plan', { game })
