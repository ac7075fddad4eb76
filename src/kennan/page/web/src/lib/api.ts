/**
 * What the page asks of its server. Every fault comes as a `Faults` error with words to show; a server that
 * cannot be reached as `Gone`, after which `server.there` is false until it answers again.
 */
import type { paths } from './api.d'
import { server } from './server.svelte'

export interface FaultSaid {
  what: string
  where: string
  allowed: string
  nearest: string
  do: string
}

/** The server refused: every reason, in words. */
export class Faults extends Error {
  constructor(
    readonly status: number,
    readonly faults: FaultSaid[],
  ) {
    super(faults.map(sentence).join('\n'))
  }

  /** A newer request of this page took the place of this one: nothing to show. */
  get superseded(): boolean {
    return this.status === 409
  }
}

/** The server does not answer at all: it was closed, or the network to it is gone. */
export class Gone extends Error {}

export function sentence(fault: FaultSaid): string {
  const end = (text: string) => text.replace(/\.$/, '') + '.'
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
  const parts = [end(fault.where ? `${fault.where}: ${fault.what}` : capital(fault.what))]
  if (fault.nearest) parts.push(`Did you mean ${fault.nearest}?`)
  if (fault.allowed) parts.push(end(`Allowed: ${fault.allowed}`))
  if (fault.do) parts.push(end(capital(fault.do)))
  return parts.join(' ')
}

type Method = 'get' | 'post'
type With<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never }[keyof paths]
type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never
type Content<R> = R extends { 200: { content: infer C } } ? C[keyof C] : never
export type Answer<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: infer R } ? Content<R> : never
export type Body<P extends keyof paths> =
  Operation<P, 'post'> extends { requestBody: { content: { 'application/json': infer B } } } ? B : never

export interface Options {
  /** Ends the request, and the server's work on it. */
  signal?: AbortSignal | undefined
  /** Parts of the path in braces. */
  path?: Record<string, string>
  /** More headers, such as a teacher's key. */
  headers?: Record<string, string>
}

/** This tab's own random name, by which the server knows which older wish a newer one replaces. */
export const client = [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, '0')).join('')

export async function get<P extends With<'get'>>(path: P, options: Options = {}): Promise<Answer<P, 'get'>> {
  return (await ask('GET', path as string, undefined, options)).json()
}

export async function post<P extends With<'post'>>(
  path: P,
  body: Body<P>,
  options: Options = {},
): Promise<Answer<P, 'post'>> {
  return (await ask('POST', path as string, body, options)).json()
}

export interface Progress {
  done: number
  total: number
  words: string
}

/** Asks for long work: tells its progress, and returns its result; `online` sees every line, parts of the answer too. */
export async function stream<P extends With<'post'>>(
  path: P,
  body: Body<P>,
  options: Options & { onprogress?: (progress: Progress) => void; online?: (line: Record<string, unknown>) => void } = {},
): Promise<Answer<P, 'post'>> {
  for await (const line of told(path, body, options)) {
    options.online?.(line)
    if ('progress' in line) {
      const [done, total] = line.progress as [number, number]
      options.onprogress?.({ done, total, words: String(line.words ?? '') })
    } else if ('result' in line) return line.result as Answer<P, 'post'>
  }
  throw gone()
}

/** Asks for what comes in parts: each of them stands until the next; the last one is the whole answer. */
export async function* parts<P extends With<'post'>>(path: P, body: Body<P>, options: Options = {}): AsyncGenerator<Answer<P, 'post'>> {
  for await (const line of told(path, body, options)) {
    if ('part' in line) yield line.part as Answer<P, 'post'>
    else if ('result' in line) return yield line.result as Answer<P, 'post'>
  }
  throw gone()
}

async function* told(path: string, body: unknown, options: Options): AsyncGenerator<Record<string, unknown>> {
  const response = await ask('POST', path, body, options)
  for await (const line of lines(response, options.signal)) {
    if ('faults' in line) throw new Faults((line.status as number | undefined) ?? 400, line.faults as FaultSaid[])
    yield line
  }
}

async function ask(method: string, path: string, body: unknown, options: Options): Promise<Response> {
  const where = path.replace(/{(\w+)}/g, (_, name: string) => encodeURIComponent(options.path?.[name] ?? ''))
  const init: RequestInit = {
    method,
    headers: { 'X-Kennan-Client': client, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...options.headers },
    signal: options.signal ?? null,
    credentials: 'omit',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }
  let response: Response
  try {
    response = await fetch(where, init)
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw gone()
  }
  server.answered()
  if (response.ok) return response
  let faults: FaultSaid[]
  try {
    faults = ((await response.json()) as { faults: FaultSaid[] }).faults
  } catch {
    faults = [{ what: `the server answered ${response.status}`, where: '', allowed: '', nearest: '', do: '' }]
  }
  throw new Faults(response.status, faults)
}

function gone(): Gone {
  server.lost()
  return new Gone('The desk on this machine does not answer.')
}

async function* lines(response: Response, signal?: AbortSignal): AsyncGenerator<Record<string, unknown>> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      const parts = (rest + value).split('\n')
      rest = parts.pop()!
      for (const part of parts) if (part) yield JSON.parse(part)
    }
  } catch (error) {
    if (signal?.aborted || error instanceof SyntaxError) throw error
    throw gone()
  } finally {
    reader.cancel().catch(() => {})
  }
}

/**
 * One wish at a time, always ending on the newest state. What is asked before anything of the wish under way has been
 * seen waits for that, so that charts move with the hand; after that it takes its place at once. Of those that wait
 * only the last is sent.
 */
export function newest<A>(
  follow: (wanted: A, signal: AbortSignal, seen: () => void) => Promise<void>,
  fail: (error: unknown, wanted: A) => void = () => {},
): { ask: (wanted: A) => void; stop: () => void; readonly busy: boolean } {
  let next: { wanted: A } | null = null
  let under: { end: AbortController; seen: boolean } | null = null

  async function run() {
    while (next && !under) {
      const { wanted } = next
      next = null
      const mine = { end: new AbortController(), seen: false }
      under = mine
      const seen = () => {
        mine.seen = true
        if (next) mine.end.abort()
      }
      try {
        await follow(wanted, mine.end.signal, seen)
      } catch (error) {
        const quiet = mine.end.signal.aborted || (error instanceof Faults && error.superseded)
        if (!quiet) fail(error, wanted)
      } finally {
        if (under === mine) under = null
      }
    }
  }

  return {
    ask(wanted) {
      next = { wanted }
      if (under?.seen) under.end.abort()
      void run()
    },
    stop() {
      next = null
      under?.end.abort()
      under = null
    },
    get busy() {
      return under !== null
    },
  }
}
