/** The glossary of the article and of the model, asked for once. */
import { get, type Answer } from './api'

export type Term = Answer<'/api/terms', 'get'>['terms'][number]

class Terms {
  list: Term[] = $state.raw([])
  private asked: Promise<void> | undefined

  load(): Promise<void> {
    this.asked ??= get('/api/terms').then(
      (answer) => void (this.list = answer.terms),
      () => void (this.asked = undefined), // asked again when the next note is opened
    )
    return this.asked
  }

  of(name: string): Term | undefined {
    return this.list.find((one) => one.term === name)
  }
}

export const terms = new Terms()
