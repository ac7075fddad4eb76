/** What the reading page asks of the server, each answer once. */
import { get, type Answer } from '../lib/api'
import type { Load } from './provenance'

export type Article = Answer<'/api/article', 'get'>
export type Passage = Article['passages'][number]
export type Claim = Article['claims'][string]
export type Check = Claim['checks'][number]
export type Finding = Check['findings'][number]
export type Mechanism = Answer<'/api/mechanism/{name}', 'get'>

function once<T>(ask: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const kept = new Map<string, Promise<T>>()
  return (name) => {
    const found = kept.get(name) ?? ask(name)
    kept.set(name, found)
    found.catch(() => kept.delete(name)) // asked again the next time
    return found
  }
}

export const fromServer: Load = once((name) => get('/api/quantity/{name}', { path: { name } }))
export const mechanismOf = once((name) => get('/api/mechanism/{name}', { path: { name } }))
export const article = once((_) => get('/api/article'))
