import { afterEach, describe, expect, it, vi } from 'vitest'
import { Faults, Gone, get, newest, parts, post, sentence, stream } from './api'
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

describe('an answer in parts', () => {
  it('hands over each part, and the whole answer last', async () => {
    answering(() => answer(JSON.stringify({ part: { n: 1 } }) + '\n' + JSON.stringify({ heartbeat: true }) + '\n' + JSON.stringify({ result: { n: 2 } }) + '\n'))
    const got: unknown[] = []
    for await (const part of parts('/api/simulate', {} as never)) got.push(part)
    expect(got).toEqual([{ n: 1 }, { n: 2 }])
  })

  it('that a newer wish ends says so by its status', async () => {
    answering(() => answer(JSON.stringify({ part: {} }) + '\n' + JSON.stringify({ status: 409, faults: [fault] }) + '\n'))
    const all = async () => {
      for await (const _ of parts('/api/simulate', {} as never));
    }
    const error = await all().catch((e: unknown) => e)
    expect((error as Faults).superseded).toBe(true)
  })
})

describe('the newest wish', () => {
  const until = (signal: AbortSignal, ms: number) =>
    new Promise<void>((done, fail) => {
      if (signal.aborted) return fail(new DOMException('', 'AbortError'))
      const timer = setTimeout(done, ms)
      signal.addEventListener('abort', () => (clearTimeout(timer), fail(new DOMException('', 'AbortError'))))
    })

  it('waits until something of the one before was seen, and is the only one that waits', async () => {
    const said: string[] = []
    const hand = newest(async (n: number, signal, seen) => {
      said.push(`begun ${n}`)
      await until(signal, 5)
      said.push(`seen ${n}`)
      seen()
      await until(signal, 20)
      said.push(`whole ${n}`)
    })
    for (const n of [1, 2, 3, 4]) hand.ask(n)
    expect(hand.busy).toBe(true)
    await later(60)
    expect(said).toEqual(['begun 1', 'seen 1', 'begun 4', 'seen 4', 'whole 4'])
    expect(hand.busy).toBe(false)
  })

  it('takes the place of one that was seen at once', async () => {
    const said: string[] = []
    const hand = newest(async (n: number, signal, seen) => {
      seen()
      await until(signal, 10)
      said.push(`whole ${n}`)
    })
    hand.ask(1)
    await later(2)
    hand.ask(2)
    await later(40)
    expect(said).toEqual(['whole 2'])
  })

  it('goes on after a fault, and is quiet about one that a newer wish caused', async () => {
    const failed: unknown[] = []
    const taken: number[] = []
    const hand = newest(
      async (n: number) => {
        await later(1)
        if (n < 3) throw new Faults(n === 1 ? 409 : 400, [fault])
        taken.push(n)
      },
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
    const hand = newest(async (n: number, signal) => {
      await until(signal, 2)
      taken.push(n)
    })
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
