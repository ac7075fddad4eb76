import { afterEach, describe, expect, it, vi } from 'vitest'
import { Faults, Gone, get, newest, post, sentence, stream } from './api'
import { server } from './server.svelte'

const later = (ms = 0) => new Promise((done) => setTimeout(done, ms))
const answer = (body: unknown, status = 200) => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })
const fault = { what: 'there is no lever called tune', where: 'levers', allowed: 'tone, exit', nearest: 'tone', do: 'say tone' }

function answering(reply: (url: string, init: RequestInit) => Response | Promise<Response>) {
  const asked: { url: string; init: RequestInit }[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    if (url === '/api/status') throw new TypeError('gone')
    asked.push({ url, init })
    return reply(url, init)
  })
  return asked
}

afterEach(() => {
  vi.unstubAllGlobals()
  server.there = true
})

describe('asking', () => {
  it('puts parts into the path, and names this tab', async () => {
    const asked = answering(() => answer({ ok: 1 }))
    await get('/api/quantity/{name}', { path: { name: 'a/b?c' } })
    expect(asked[0]!.url).toBe('/api/quantity/a%2Fb%3Fc')
    expect((asked[0]!.init.headers as Record<string, string>)['X-Kennan-Client']).toMatch(/^[0-9a-f]{24}$/)
  })

  it('turns a refusal into words', async () => {
    answering(() => answer({ faults: [fault] }, 400))
    const error = await get('/api/terms').catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Faults)
    expect((error as Faults).message).toBe(
      'levers: there is no lever called tune. Did you mean tone? Allowed: tone, exit. Say tone.',
    )
    expect(sentence({ what: 'it is bad.', where: '', allowed: '', nearest: '', do: '' })).toBe('It is bad.')
  })

  it('stands an answer that is not from us', async () => {
    answering(() => answer('<h1>proxy</h1>', 502))
    await expect(get('/api/terms')).rejects.toThrow('502')
  })

  it('says that the desk is gone', async () => {
    answering(() => Promise.reject(new TypeError('failed')))
    await expect(get('/api/terms')).rejects.toBeInstanceOf(Gone)
    expect(server.there).toBe(false)
  })
})

describe('a stream', () => {
  const lines = (...some: unknown[]) => some.map((one) => JSON.stringify(one) + '\n').join('')
  const run = (body: string, onprogress = vi.fn()) => {
    answering(() => answer(body))
    return [stream('/api/claim/{id}/run' as never, {} as never, { onprogress }), onprogress] as const
  }

  it('tells progress, passes over heartbeats, and returns the result', async () => {
    const [result, told] = run(lines({ progress: [1, 2], words: 'half' }, { heartbeat: true }, { result: { n: 1 } }))
    expect(await result).toEqual({ n: 1 })
    expect(told.mock.calls).toEqual([[{ done: 1, total: 2, words: 'half' }]])
  })

  it('throws the faults that end it', async () => {
    await expect(run(lines({ faults: [fault] }))[0]).rejects.toBeInstanceOf(Faults)
  })

  it('that breaks off means that the desk is gone', async () => {
    await expect(run(lines({ progress: [1, 2], words: '' }))[0]).rejects.toBeInstanceOf(Gone)
  })
})

describe('the newest wish', () => {
  it('is the only one that waits, and the last one that is answered', async () => {
    const asked: number[] = []
    const taken: number[] = []
    const hand = newest(async (n: number) => (asked.push(n), await later(5), n * 10), (result) => taken.push(result))
    for (const n of [1, 2, 3, 4]) hand.ask(n)
    expect(hand.busy).toBe(true)
    await later(30)
    expect(asked).toEqual([1, 4])
    expect(taken).toEqual([10, 40])
    expect(hand.busy).toBe(false)
  })

  it('goes on after a fault, and is quiet about one that a newer wish caused', async () => {
    const failed: unknown[] = []
    const taken: number[] = []
    const hand = newest(
      async (n: number) => {
        await later(1)
        if (n < 3) throw new Faults(n === 1 ? 409 : 400, [fault])
        return n
      },
      (result) => taken.push(result),
      (error) => failed.push(error),
    )
    hand.ask(1)
    await later(10)
    hand.ask(2)
    await later(10)
    hand.ask(3)
    await later(10)
    expect(failed).toHaveLength(1)
    expect(taken).toEqual([3])
  })

  it('can be stopped', async () => {
    const taken: number[] = []
    const hand = newest(async (n: number) => (await later(2), n), (result) => taken.push(result))
    hand.ask(1)
    hand.stop()
    await later(10)
    expect(taken).toEqual([])
    hand.ask(2)
    await later(10)
    expect(taken).toEqual([2])
  })
})

it('a body is sent as JSON', async () => {
  const asked = answering(() => answer({}))
  await post('/api/plan' as never, { a: 1 } as never)
  expect(asked[0]!.init.body).toBe('{"a":1}')
  expect((asked[0]!.init.headers as Record<string, string>)['Content-Type']).toBe('application/json')
})
