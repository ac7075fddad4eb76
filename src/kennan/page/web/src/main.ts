import { mount } from 'svelte'
import './lib/theme.css'
import App from './App.svelte'
import { get } from './lib/api'
import { serve } from './lib/served'
import { theme } from './lib/theme.svelte'

theme.begin()
serve(await untilThere())
mount(App, { target: document.getElementById('app')! })

/** What the desk serves; it is asked until it answers. */
async function untilThere() {
  for (;;) {
    try {
      return await get('/api/world')
    } catch {
      await new Promise((done) => setTimeout(done, 700))
    }
  }
}
