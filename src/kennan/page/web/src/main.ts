import { mount } from 'svelte'
import './lib/theme.css'
import App from './App.svelte'
import { theme } from './lib/theme.svelte'

theme.begin()
mount(App, { target: document.getElementById('app')! })
