import { domains, layers, packagesAtHome, packagesOfLayer, packagesRefused } from './architecture.config.mjs'

const inside = (folders) => `^(?:${folders.join('|')})/`
const packages = (names) => `(?:^|/)node_modules/(?:${names.map((name) => name.replace('/', '\\/')).join('|')})/`
const TESTS = '\\.test\\.ts$'

const layerRules = Object.entries(layers).map(([name, { folders, mayImport }]) => ({
  name: `layer-${name}`,
  severity: 'error',
  comment: `${name} may import only: ${['itself', ...mayImport].join(', ')}.`,
  from: { path: inside(folders), pathNot: TESTS },
  to: {
    path: inside(Object.values(layers).flatMap((layer) => layer.folders)),
    pathNot: inside([...folders, ...mayImport.flatMap((other) => layers[other].folders)]),
  },
}))

const domainRules = domains.flatMap((name, rank) => [
  {
    name: `domain-${name}-rank`,
    severity: 'error',
    comment: `${name} may call only domains ranked before it; upward is an event.`,
    from: { path: `^server/domains/${name}/`, pathNot: TESTS },
    to: { path: '^server/domains/', pathNot: inside(domains.slice(0, rank + 1).map((other) => `server/domains/${other}`)) },
  },
  {
    name: `domain-${name}-door`,
    severity: 'error',
    comment: `Come in by the door: import server/domains/${name}/index.ts only.`,
    from: { pathNot: [`^server/domains/${name}/`, '^(?:tests|scripts|bench)/', TESTS] },
    to: { path: `^server/domains/${name}/(?!index\\.ts)` },
  },
  {
    name: `domain-${name}-own-door`,
    severity: 'error',
    comment: 'Inside a domain import the file itself, not the own door.',
    from: { path: `^server/domains/${name}/` },
    to: { path: `^server/domains/${name}/index\\.ts$` },
  },
])

const homeRules = Object.entries(packagesAtHome).map(([home, names]) => ({
  name: `package-home-${home.split('/').at(-1)}`,
  severity: 'error',
  comment: `${names.join(', ')} are known in ${home} only.`,
  from: { path: '^(?:server|shared|app|db)/', pathNot: [`^${home}/`, TESTS] },
  to: { path: packages(names) },
}))

const refusedRules = Object.entries(packagesRefused).map(([place, names]) => ({
  name: `package-refused-${place.split('/').at(-1)}`,
  severity: 'error',
  from: { path: `^${place}/`, pathNot: TESTS },
  to: { path: packages(names) },
}))

const layerPackageRules = Object.entries(packagesOfLayer).map(([layer, names]) => ({
  name: `package-layer-${layer}`,
  severity: 'error',
  comment: `${layer} takes from npm only ${names.join(', ')}.`,
  from: { path: inside(layers[layer].folders), pathNot: TESTS },
  to: { path: '(?:^|/)node_modules/', pathNot: packages(names) },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: { pathNot: '^(?:app|\\.nuxt)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'tests-apart',
      severity: 'error',
      comment: 'What people run knows nothing of the tests; the command that runs the tests does.',
      from: { pathNot: ['^tests/', '^scripts/test(?:/|\\.ts$)', TESTS] },
      to: { path: '^tests/' },
    },
    ...layerRules,
    ...domainRules,
    ...homeRules,
    ...refusedRules,
    ...layerPackageRules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: './.nuxt/tsconfig.server.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.vue', '.json'],
    },
  },
}
