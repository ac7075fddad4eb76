/** Builds the page (index.html and assets with a digest in their name) and, with --mode report, report.html in one file. */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

const DESK = 'http://127.0.0.1:1947' // a desk that runs beside `npm run dev`

/** Puts the script and the style of the report into its page, so that it is one file that opens from disk. */
function oneFile(): Plugin {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle(_, bundle) {
      let script = ''
      let style = ''
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
      }
    },
  }
}

export default defineConfig(({ mode }) => {
  const report = mode === 'report'
  return {
    plugins: [svelte(), ...(report ? [oneFile()] : [])],
    base: './',
    build: {
      outDir: process.env['KENNAN_PAGE'] ?? '../page',
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
    test: { include: ['src/**/*.test.ts'], environment: 'node' },
  }
})
