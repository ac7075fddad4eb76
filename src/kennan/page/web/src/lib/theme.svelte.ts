/** Light, dark, or as the system has it. Kept on this machine; nothing else knows. */

export type Choice = 'system' | 'light' | 'dark'
const KEY = 'kennan.theme'

function kept(): Choice {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'light' || value === 'dark' ? value : 'system'
  } catch {
    return 'system' // storage is switched off: the system's choice holds
  }
}

class Theme {
  choice: Choice = $state('system')

  begin(): void {
    this.set(kept())
  }

  set(choice: Choice): void {
    this.choice = choice
    document.documentElement.style.colorScheme = choice === 'system' ? 'light dark' : choice
    try {
      if (choice === 'system') localStorage.removeItem(KEY)
      else localStorage.setItem(KEY, choice)
    } catch {
      // not kept, then
    }
  }
}

export const theme = new Theme()
