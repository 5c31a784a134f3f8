/** The console's bundle: one chunk for what every page needs, one for each page. */
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Cloudscape's font comes inside its style sheet, a quarter of a megabyte before the first paint: as files, it comes when it is needed. */
function fontsAsFiles(): Plugin {
  return {
    name: 'fonts-as-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const asset of Object.values(bundle)) {
        if (asset.type !== 'asset' || !asset.fileName.endsWith('.css')) continue
        let count = 0
        asset.source = String(asset.source)
          .replace(/url\(["']?data:font\/woff2;[^,]*base64,([^"')]+)["']?\)/g, (_match, data: string) => {
            const name = `open-sans-${count++}.woff2`
            const id = this.emitFile({ type: 'asset', name, source: Buffer.from(data, 'base64') })
            return `url(/${this.getFileName(id)})`
          })
          .replaceAll('@font-face{', '@font-face{font-display:swap;')
      }
    },
  }
}

export default defineConfig({
  plugins: [react(), fontsAsFiles()],
  build: { target: 'es2023', modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1_200 },
  server: { proxy: { '^/(graphql|commands|session|config.json)': 'http://127.0.0.1:8500' } },
})
