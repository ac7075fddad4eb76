import type { RunData } from './data'

/** JSON, deflated, in base64; null where there is none. */
export async function inflated(base64: string): Promise<RunData | null> {
  if (!base64.trim()) return null
  const bytes = Uint8Array.from(atob(base64.trim()), (c) => c.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))
  return JSON.parse(await new Response(stream).text()) as RunData
}
