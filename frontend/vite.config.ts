import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// A server of Alex that the development page talks to.
const server = process.env.ALEX_DEV ?? 'http://localhost:8080'

// Left alone, what several pages share becomes dozens of chunks of a kilobyte, and a
// slow line pays for each. So there are two: what every visitor needs, and what
// everyone who is signed in needs.
const mantine =
  /@mantine\/core\/esm\/components\/(Alert|Anchor|Box|Button|Center|CloseButton|Container|Flex|Group|Loader|Paper|SimpleGrid|Skeleton|Stack|Text|Title|Transition|UnstyledButton)\//
const everyone =
  /node_modules\/(react|react-dom|scheduler|react-router|clsx|openapi-fetch|@tanstack\/query-core|@mantine\/hooks)\/|@mantine\/core\/esm\/core\/|QueryClientProvider\.|icons-react\/dist\/esm\/(createReactComponent|defaultAttributes|icons\/IconAlertTriangle)|src\/lib\/|src\/components\/(Page|Failure|Strong|Disclaimer)\.|src\/api\/(client|problem|acting)\./
const groups = [
  { name: 'base', test: new RegExp(`${mantine.source}|${everyone.source}`), priority: 2 },
  {
    name: 'inside',
    test: /node_modules\/(@mantine|@floating-ui|react-remove-scroll|@tabler|@tanstack)|src\/(api|components)\/(?!.*(markdown|ask)\/)/,
    minShareCount: 3,
    priority: 1,
  },
]

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    manifest: 'assets/manifest.json',
    // A preload would fetch the charts before they are wanted.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups } } },
  },
  server: { proxy: { '/api': server, '/config.json': server, '/.well-known': server } },
})
