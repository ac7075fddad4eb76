/** What is said to those who hear the page: the newest sentence, politely, once the hand rests. */

class Live {
  words = $state('')
  private timer: ReturnType<typeof setTimeout> | undefined

  say(words: string, after = 400): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.words = words
    }, after)
  }
}

export const live = new Live()
