/** Builds the page (index.html and assets with a digest in their name) and, with --mode report, report.html in one file. */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

const DESK = 'http://127.0.0.1:1947' // a desk that runs beside `npm run dev`

const LICENSES = 'licenses.txt' // made by Vite from what is bundled
const OWN = `This page is part of kennan: copyright (c) 2026, the kennan developers, BSD-3-Clause.
Its map is drawn from Natural Earth (public domain). What else is in it, and under which licence:

`

/** Says in the file of licences whose the page itself is. */
function notices(): Plugin {
  return {
    name: 'notices',
    generateBundle: {
      order: 'post', // when the file has been made
      handler(_, bundle) {
        const file = bundle[LICENSES]
        if (file?.type !== 'asset' || !String(file.source).includes('svelte')) this.error('no licences were gathered')
        file.source = OWN + String(file.source)
      },
    },
  }
}

/** Puts script, style and licences of the report into its page, so that it is one file that opens from disk. */
function oneFile(): Plugin {
  const generateBundle: Extract<Plugin['generateBundle'], object> = {
    order: 'post',
    handler(_, bundle) {
      let script = ''
      let style = ''
      const licenses = String((bundle[LICENSES] as { source: unknown }).source).replaceAll('--', '- -')
      delete bundle[LICENSES]
      for (const [name, item] of Object.entries(bundle)) {
        if (item.type === 'chunk') script += item.code
        else if (name.endsWith('.css')) style += String(item.source)
        else continue
        delete bundle[name]
      }
      for (const item of Object.values(bundle)) {
        if (item.type !== 'asset' || !item.fileName.endsWith('.html')) continue
        const page = String(item.source)
          .replace(/\s*<script type="module"[^>]*src=[^>]*><\/script>/g, '')
          .replace(/\s*<link rel="(stylesheet|modulepreload)"[^>]*>/g, '')
        const safe = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')
        item.source = page
          .replace('</head>', () => `<style>${style}</style>\n</head>`)
          .replace('</body>', () => `<script type="module">${safe}</script>\n</body>`)
          .replace('</html>', () => `</html>\n<!--\n${licenses}-->`)
      }
    },
  }
  return { name: 'one-file', enforce: 'post', generateBundle }
}

export default defineConfig(({ mode }) => {
  const report = mode === 'report'
  return {
    plugins: [svelte(), notices(), ...(report ? [oneFile()] : [])],
    base: './',
    build: {
      license: { fileName: LICENSES },
      outDir: process.env['KENNAN_PAGE'] ?? '../static',
      emptyOutDir: !report,
      target: 'es2022',
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'], // these know light-dark(); rewritten for older ones it loses the theme button
      modulePreload: { polyfill: false },
      assetsInlineLimit: report ? 1_000_000 : 0, // the page's policy lets in nothing inline but pictures
      cssCodeSplit: !report,
      reportCompressedSize: false,
      rollupOptions: {
        input: report ? 'report.html' : 'index.html',
        ...(report ? { output: { codeSplitting: false } } : {}),
      },
    },
    server: { proxy: { '/api': { target: DESK, changeOrigin: true, headers: { origin: DESK } } } },
    test: { include: ['src/**/*.test.ts'], environment: 'node', setupFiles: ['src/lib/served.fixture.ts'] },
  }
})
