/** Opens a report: unpacks the run that the file carries, and draws it in place of the plain words. */
import { mount } from 'svelte'
import './lib/theme.css'
import { serve } from './lib/served'
import { theme } from './lib/theme.svelte'
import { inflated } from './report/inflate'
import Report from './report/Report.svelte'

theme.begin()
const run = await inflated(document.getElementById('run')?.textContent ?? '')
if (run) serve(run.world_said)
document.getElementById('plain')?.remove()
mount(Report, { target: document.getElementById('app')!, props: { run } })
