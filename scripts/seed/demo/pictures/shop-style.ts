import type { Colour } from './colour'
import type { Palette } from './scenes/stage'

export type SceneName = 'table' | 'tiles' | 'plinths' | 'room' | 'nursery' | 'sill' | 'landscape' | 'dusk'
export type SurfaceName = 'linen' | 'wood' | 'stone' | 'papers'
export type PropSet =
  'kitchen' | 'coffee' | 'tea' | 'bath' | 'desk' | 'living' | 'garden' | 'kids' | 'camp' | 'jewels' | 'candle' | 'wool' | 'none'

/** One shop's art direction: backdrops to choose from, where its scenes are set, and the mark of its logo. */
export type ShopStyle = {
  palettes: readonly Palette[]
  scenes: readonly SceneName[]
  surfaces: readonly SurfaceName[]
  props: PropSet
  logo: { ground: Colour; ink: Colour; mark: string }
}

const palette = (wall: Colour, floor: Colour, accent: Colour, second: Colour): Palette => ({ wall, floor, accent, second })

export const shopStyles: Record<string, ShopStyle> = {
  'mare-stoneware': {
    palettes: [
      palette('#ebe3d6', '#dccfbc', '#b9694a', '#7d9aa6'),
      palette('#d3dedd', '#bccbca', '#c98a6a', '#5c7a86'),
      palette('#f0d9c8', '#e2bfa6', '#8a9a86', '#c9694a'),
    ],
    scenes: ['table', 'tiles', 'sill'],
    surfaces: ['linen', 'stone'],
    props: 'kitchen',
    logo: { ground: '#2f5466', ink: '#f3e9d8', mark: 'wave' },
  },
  norrlin: {
    palettes: [
      palette('#e6e4dd', '#d3cfc4', '#8fa39a', '#c9b18f'),
      palette('#dbe2e0', '#c4cfcb', '#5c7a7a', '#d9b59a'),
      palette('#efe4d6', '#dfceb8', '#a98a6a', '#8fa3ad'),
    ],
    scenes: ['room', 'sill', 'table'],
    surfaces: ['linen', 'wood'],
    props: 'living',
    logo: { ground: '#dfe5e0', ink: '#37504a', mark: 'weave' },
  },
  'fagus-brass': {
    palettes: [
      palette('#dfe0d6', '#cbcbbd', '#c98a4a', '#5c6f62'),
      palette('#ead8c4', '#d9bfa2', '#3f5a52', '#c9694a'),
      palette('#cfd8d6', '#b6c4c1', '#d9a441', '#7a4f33'),
    ],
    scenes: ['room'],
    surfaces: ['wood', 'stone'],
    props: 'living',
    logo: { ground: '#3a4a40', ink: '#dcb87a', mark: 'tree' },
  },
  'papierhaus-ilse': {
    palettes: [
      palette('#f4dfc8', '#e8c9a6', '#c9694a', '#5c7a8a'),
      palette('#d6e2e0', '#bfd0cd', '#e3b04b', '#c9694a'),
      palette('#f1d5d0', '#e2b8b0', '#5c7a6d', '#e3b04b'),
      palette('#f5e7b8', '#e8d18e', '#4f6f86', '#c9694a'),
    ],
    scenes: ['table', 'room'],
    surfaces: ['papers', 'wood'],
    props: 'desk',
    logo: { ground: '#f2c14e', ink: '#2d3a4a', mark: 'fold' },
  },
  'orla-finch': {
    palettes: [
      palette('#ecdcd2', '#dcc3b4', '#8fa39a', '#c9a15b'),
      palette('#d5dfd8', '#bccac1', '#c98a7a', '#c9a15b'),
      palette('#e3dbe4', '#cdc1d0', '#8a7a9a', '#c9a15b'),
    ],
    scenes: ['plinths'],
    surfaces: ['stone', 'linen', 'papers'],
    props: 'jewels',
    logo: { ground: '#24403d', ink: '#e6c98c', mark: 'finch' },
  },
  'kade-coffee': {
    palettes: [
      palette('#e9d6bf', '#d6b995', '#7a3b2e', '#2e5a66'),
      palette('#c9d8dc', '#adc2c8', '#c46a4a', '#3b2a20'),
      palette('#f1cf9f', '#e0b071', '#2e4a52', '#8a4a2e'),
    ],
    scenes: ['table', 'tiles'],
    surfaces: ['wood', 'stone'],
    props: 'coffee',
    logo: { ground: '#c8573c', ink: '#fbeedb', mark: 'bean' },
  },
  'morgenrood-pantry': {
    palettes: [
      palette('#f6dcc0', '#ecc196', '#c9573c', '#5d7a52'),
      palette('#dfe4c9', '#c9d1a8', '#c98a3c', '#8a3b46'),
      palette('#f3d3c6', '#e3b3a0', '#4f7a66', '#e3b04b'),
    ],
    scenes: ['table', 'tiles', 'sill'],
    surfaces: ['linen', 'wood'],
    props: 'tea',
    logo: { ground: '#e8774f', ink: '#fff3e0', mark: 'sunrise' },
  },
  'cairn-outdoor': {
    palettes: [
      palette('#dfe0d0', '#c9caae', '#d9823c', '#4a6a5e'),
      palette('#cddadd', '#b1c4c9', '#e3a03c', '#3a5a5e'),
      palette('#ead9bd', '#d8bd93', '#5c7a52', '#c8573c'),
    ],
    scenes: ['landscape', 'dusk'],
    surfaces: ['wood', 'stone'],
    props: 'camp',
    logo: { ground: '#32504a', ink: '#f2c078', mark: 'cairn' },
  },
  'pip-and-alder': {
    palettes: [
      palette('#f7dcc9', '#edc2a4', '#6f9a8d', '#e3b04b'),
      palette('#d3e5e2', '#b5d1cb', '#e08a6a', '#e3b04b'),
      palette('#f6e6b4', '#ead086', '#d9694f', '#5c7fa3'),
      palette('#dcdcec', '#c0c0da', '#e3a03c', '#6f9a8d'),
    ],
    scenes: ['nursery'],
    surfaces: ['papers', 'linen'],
    props: 'kids',
    logo: { ground: '#6f9a8d', ink: '#fff6e2', mark: 'acorn' },
  },
  'fern-and-furrow': {
    palettes: [
      palette('#dfe6d2', '#c8d3b3', '#b5684a', '#4f7a52'),
      palette('#efe0cd', '#dec5a4', '#4f7a52', '#c98a52'),
      palette('#cfe0dc', '#b2cac3', '#c9744a', '#e3b04b'),
    ],
    scenes: ['sill', 'table'],
    surfaces: ['wood', 'linen'],
    props: 'garden',
    logo: { ground: '#3f6b47', ink: '#eef0cf', mark: 'fern' },
  },
  'savonnerie-estran': {
    palettes: [
      palette('#e1e8e6', '#c9d6d3', '#8fb0a8', '#d9b59a'),
      palette('#f1e1d8', '#e2c6b8', '#7a9aa0', '#c98a7a'),
      palette('#e9e4d2', '#d6ceb2', '#8a9a7a', '#c9a27a'),
    ],
    scenes: ['tiles', 'plinths', 'sill'],
    surfaces: ['stone', 'linen'],
    props: 'bath',
    logo: { ground: '#e5ede9', ink: '#2f6a70', mark: 'shell' },
  },
  'bottega-nove': {
    palettes: [
      palette('#ead6c3', '#d8b99c', '#5c6f4f', '#8a4f2d'),
      palette('#dcdccb', '#c5c4aa', '#8a4f2d', '#c9a15b'),
      palette('#dfcfc6', '#c9b1a4', '#3f5a5e', '#b5683a'),
    ],
    scenes: ['table', 'plinths', 'room'],
    surfaces: ['wood', 'stone', 'papers'],
    props: 'none',
    logo: { ground: '#7a3b26', ink: '#f2dfc4', mark: 'nine' },
  },
  'lumen-wick': {
    palettes: [
      palette('#e6d9cf', '#d0bcad', '#8a5a52', '#5c6b62'),
      palette('#d3d6de', '#b9bdca', '#c98a5a', '#4a4f66'),
      palette('#e4dfc9', '#cfc7a4', '#6b7352', '#c9744a'),
    ],
    scenes: ['table', 'plinths', 'sill'],
    surfaces: ['stone', 'linen'],
    props: 'candle',
    logo: { ground: '#2b2f45', ink: '#f7d48c', mark: 'flame' },
  },
  'aran-row': {
    palettes: [
      palette('#dde0dc', '#c6cbc4', '#a8503c', '#5c7480'),
      palette('#ebdcc9', '#d9c1a2', '#3f5a4f', '#c98a3c'),
      palette('#d3dbe2', '#b7c3ce', '#d9a441', '#8a3b3b'),
    ],
    scenes: ['room', 'table'],
    surfaces: ['wood', 'linen', 'papers'],
    props: 'wool',
    logo: { ground: '#efe6d6', ink: '#3d4f63', mark: 'cable' },
  },
}
