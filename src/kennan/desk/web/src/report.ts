import { mount } from 'svelte'
import './lib/theme.css'
import Report from './report/Report.svelte'

const said = document.getElementById('run')?.textContent ?? 'null'
mount(Report, { target: document.getElementById('app')!, props: { run: JSON.parse(said) } })
