import { cloth, motifFill, type Motif } from '../cloth'
import { mix, tone, type Colour } from '../colour'
import { clipped, ellipse, group, linear, n, rect, shape, stroke, type Piece, type Sheet } from '../sheet'
import { lyingShadow, softStroke, tube } from '../surface'
import { between } from '../../random'
import { labelMark } from './containers'
import { leaf, stem } from './foliage'
import type { Look } from './look'

const block = (width: number, height: number, radius = 10) =>
  `M${-width + radius} ${-height}H${width - radius}Q${width} ${-height} ${width} ${-height + radius}V${height - radius}Q${width} ${height} ${width - radius} ${height}H${-width + radius}Q${-width} ${height} ${-width} ${height - radius}V${-height + radius}Q${-width} ${-height} ${-width + radius} ${-height}Z`

function turnedOutline(width: number, height: number, degrees: number): string {
  const angle = (degrees * Math.PI) / 180
  return `M${[
    [-width, -height],
    [width, -height],
    [width, height],
    [-width, height],
  ]
    .map(([x, y]) => `${n(x! * Math.cos(angle) - y! * Math.sin(angle))} ${n(x! * Math.sin(angle) + y! * Math.cos(angle))}`)
    .join('L')}Z`
}

export function notebook(sheet: Sheet, look: Look): Piece {
  const { colour, accent = tone(colour, -0.2), detail = '#f1e6d2', form = 'bound', motif = 'plain' } = look
  const [width, height] = form === 'pocket' ? [250, 350] : [300, 410]
  const cover = block(width, height, 16)
  const pages = `<g transform="translate(10 12)">${shape(cover, '#d9cdb6')}</g><g transform="translate(6 7)">${shape(cover, '#f7f0e2')}</g>${Array.from({ length: 4 }, (_, index) => stroke(`M${-width + 20} ${height + 3 + index * 3}H${width + 2}`, '#cbbd9f', 1.4, 0.7)).join('')}`
  const face =
    motif === 'plain'
      ? shape(
          cover,
          linear(
            sheet,
            [-width, -height],
            [width, height],
            [
              [0, tone(colour, 0.07)],
              [0.5, colour],
              [1, tone(colour, -0.07)],
            ],
          ),
        )
      : cloth(sheet, {
          outline: cover,
          box: [-width, -height, width * 2, height * 2],
          colour,
          accent,
          motif,
          unit: 76,
          plump: 0.1,
          woven: false,
        })
  const spine =
    form === 'spiral'
      ? Array.from({ length: 15 }, (_, index) => {
          const y = -height + 46 + index * ((height * 2 - 92) / 14)
          return (
            ellipse(-width + 26, y, 9, 9, '#2a211b', 0.6) +
            tube(
              `M${-width + 26} ${n(y)}C${-width - 20} ${n(y - 22)} ${-width - 42} ${n(y + 8)} ${-width - 14} ${n(y + 12)}`,
              '#c9a15b',
              8,
              'metal',
            )
          )
        }).join('')
      : clipped(
          sheet,
          `<path d="${cover}"/>`,
          (form === 'tape' ? rect(-width, -height, 84, height * 2, accent) : '') +
            softStroke(`M${-width + (form === 'tape' ? 84 : 50)} ${-height}V${height}`, '#140b06', 16, 0.35, 4) +
            softStroke(`M${-width + (form === 'tape' ? 100 : 66)} ${-height}V${height}`, '#ffffff', 10, 0.25, 3),
        )
  const mark =
    look.pattern === 'band'
      ? rect(
          width - 84,
          -height - 4,
          22,
          height * 2 + 12,
          linear(
            sheet,
            [width - 84, 0],
            [width - 62, 0],
            [
              [0, tone(accent, 0.06)],
              [1, tone(accent, -0.1)],
            ],
          ),
        )
      : look.pattern === 'label'
        ? rect(-width * 0.46, -height * 0.62, width * 1.1, height * 0.46, detail, 6) +
          stroke(
            `M${n(-width * 0.34)} ${n(-height * 0.42)}H${n(width * 0.5)}M${n(-width * 0.34)} ${n(-height * 0.32)}H${n(width * 0.3)}`,
            accent,
            6,
            0.8,
          )
        : look.pattern === 'mark'
          ? group(labelMark(look.inside ?? 'sun', 300, 300, detail).replace(/<rect[^>]*rx[^>]*>/g, ''), 'translate(20 -40)')
          : ''
  const ribbon =
    form === 'bound'
      ? stroke(`M40 ${height + 8}C46 ${height + 60} 24 ${height + 80} 44 ${height + 116}`, look.swatches?.[0] ?? '#b9473b', 13)
      : ''
  return {
    svg: group(ribbon + pages + face + spine + mark, 'rotate(-9)'),
    width: width * 2 + 160,
    height: height * 2 + 130,
    stance: 'lies',
    outline: turnedOutline(width, height, -9),
    lift: 34,
  }
}

export function pens(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#c9a15b', form = 'fountain' } = look
  const across = (tint: Colour, half: number, metal = false) =>
    linear(
      sheet,
      [-half, 0],
      [half, 0],
      metal
        ? [
            [0, tone(tint, -0.22)],
            [0.25, tone(tint, 0.22)],
            [0.5, tint],
            [0.8, tone(tint, -0.2)],
            [1, tone(tint, 0.05)],
          ]
        : [
            [0, tone(tint, -0.1)],
            [0.26, tone(tint, 0.18)],
            [0.42, tint],
            [1, tone(tint, -0.2)],
          ],
    )
  const pen = (tint: Colour) => {
    const body = 'M-34 -470Q-34 -500 0 -500Q34 -500 34 -470L30 230Q28 290 14 330H-14Q-28 290 -30 230Z'
    const nib = 'M-20 326H20L16 380Q10 430 0 470Q-10 430 -16 380Z'
    return (
      lyingShadow(`M-30 -500H30L20 400L0 470L-20 400Z`, '#2b1a10', 18, [0.9, 0.7], 0.42) +
      shape(nib, across(accent, 20, true)) +
      stroke('M0 372V460', tone(accent, -0.3), 3) +
      shape(body, across(tint, 34)) +
      rect(-33, -40, 66, 24, across(accent, 33, true)) +
      rect(12, -440, 15, 250, across(accent, 18, true), 7)
    )
  }
  const pencil = (tint: Colour, length: number) => {
    const [half, top] = [24, -length / 2]
    return (
      lyingShadow(`M-24 ${top}H24V${-top - 60}L0 ${-top}L-24 ${-top - 60}Z`, '#2b1a10', 16, [0.9, 0.7], 0.4) +
      shape(`M-24 ${-top - 70}L0 ${-top}L24 ${-top - 70}Z`, across('#e3c094', half)) +
      shape(`M-8 ${-top - 24}L0 ${-top}L8 ${-top - 24}Z`, tone(tint, -0.2)) +
      rect(-half, top + 50, half * 2, length - 120, across(tint, half)) +
      rect(-8, top + 50, 16, length - 120, tone(tint, 0.07), 0, 0.8) +
      rect(-half, top + 20, half * 2, 36, across(accent, half, true)) +
      rect(-half + 2, top - 20, half * 2 - 4, 42, across('#d98a86', half), 10)
    )
  }
  if (form === 'pencils') {
    const tints = look.swatches ?? [colour, '#d9a441', '#5c7a8a', '#b9583c', '#6b7f6a']
    return {
      svg: tints
        .map((tint, index) =>
          group(
            pencil(tint, 860 + (index % 2) * 30),
            `translate(${n((index - (tints.length - 1) / 2) * 96)} ${n((index % 2) * 26)}) rotate(${n((index - 2) * 2.2)})`,
          ),
        )
        .join(''),
      width: 760,
      height: 960,
      stance: 'lies',
      outline: 'M0 0Z',
      lift: 1,
    }
  }
  return {
    svg:
      group(pen(colour), 'rotate(34) translate(-70 0)') +
      (form === 'pair' ? group(pen(look.swatches?.[1] ?? tone(colour, 0.2)), 'rotate(34) translate(90 40)') : ''),
    width: 760,
    height: 880,
    stance: 'lies',
    outline: 'M0 0Z',
    lift: 1,
  }
}

/** A printed picture without words: abstract shapes, a landscape or something botanical. */
export function artwork(sheet: Sheet, kind: string, width: number, height: number, palette: readonly Colour[]): string {
  const { random } = sheet
  const [paper, first, second, third, fourth] = [
    palette[0]!,
    palette[1]!,
    palette[2]!,
    palette[3] ?? palette[1]!,
    palette[4] ?? palette[2]!,
  ]
  const back = rect(0, 0, width, height, paper)
  const [cx, cy] = [width / 2, height / 2]
  if (kind === 'hills') {
    const layer = (y: number, rise: number, tint: Colour) => {
      const [a, b] = [between(random, 0.2, 0.45), between(random, 0.6, 0.85)]
      return shape(
        `M0 ${n(y)}C${n(width * a)} ${n(y - rise)} ${n(width * a + 60)} ${n(y - rise * 0.4)} ${n(width * 0.55)} ${n(y - rise * 0.1)}S${n(width * b)} ${n(y - rise * 1.2)} ${n(width)} ${n(y - rise * 0.3)}V${n(height)}H0Z`,
        tint,
      )
    }
    return (
      back +
      `<circle cx="${n(width * between(random, 0.3, 0.7))}" cy="${n(height * 0.34)}" r="${n(width * 0.17)}" fill="${first}"/>` +
      layer(height * 0.58, height * 0.16, mix(second, paper, 0.5)) +
      layer(height * 0.7, height * 0.14, mix(second, paper, 0.2)) +
      layer(height * 0.8, height * 0.12, second) +
      layer(height * 0.92, height * 0.12, third)
    )
  }
  if (kind === 'shapes') {
    return (
      back +
      shape(
        `M${n(width * 0.12)} ${n(height * 0.62)}C${n(width * 0.06)} ${n(height * 0.3)} ${n(width * 0.4)} ${n(height * 0.16)} ${n(width * 0.52)} ${n(height * 0.36)}C${n(width * 0.64)} ${n(height * 0.54)} ${n(width * 0.4)} ${n(height * 0.86)} ${n(width * 0.12)} ${n(height * 0.62)}Z`,
        first,
      ) +
      `<circle cx="${n(width * 0.66)}" cy="${n(height * 0.34)}" r="${n(width * 0.2)}" fill="${second}" fill-opacity=".92"/>` +
      shape(
        `M${n(width * 0.3)} ${n(height * 0.88)}A${n(width * 0.3)} ${n(width * 0.3)} 0 0 1 ${n(width * 0.9)} ${n(height * 0.88)}Z`,
        third,
      ) +
      stroke(
        `M${n(width * 0.2)} ${n(height * 0.2)}C${n(width * 0.5)} ${n(height * 0.06)} ${n(width * 0.5)} ${n(height * 0.6)} ${n(width * 0.84)} ${n(height * 0.62)}`,
        fourth,
        width * 0.016,
      )
    )
  }
  if (kind === 'botanical')
    return (
      back +
      stem(sheet, (palette[5] as 'fern' | undefined) ?? 'fern', cx, height * 0.88, height * 0.7, between(random, -6, 6), first, second)
    )
  if (kind === 'leafy')
    return (
      back +
      [-62, -30, 4, 34, 66]
        .map((angle, index) =>
          leaf(sheet, cx, height * 0.84, angle - 90, height * (0.46 + (index % 2) * 0.14), index % 2 ? second : first, 'oval', 0.06),
        )
        .join('')
    )
  if (kind === 'moon')
    return (
      back +
      [0, 1, 2, 3, 4]
        .map((index) => {
          const y = height * (0.17 + index * 0.165)
          const radius = width * 0.105
          const shift = (index - 2) * radius * 0.9
          return (
            `<circle cx="${n(cx)}" cy="${n(y)}" r="${n(radius)}" fill="${first}"/>` +
            (index === 2
              ? ''
              : clipped(
                  sheet,
                  `<circle cx="${n(cx)}" cy="${n(y)}" r="${n(radius + 1)}"/>`,
                  `<circle cx="${n(cx + shift)}" cy="${n(y)}" r="${n(radius)}" fill="${paper}"/>`,
                ))
          )
        })
        .join('')
    )
  if (kind === 'sea')
    return (
      back +
      `<circle cx="${n(width * 0.62)}" cy="${n(height * 0.3)}" r="${n(width * 0.13)}" fill="${first}"/>` +
      Array.from({ length: 9 }, (_, index) => {
        const y = height * (0.48 + index * 0.055)
        return stroke(
          `M${n(width * 0.1)} ${n(y)}${Array.from({ length: 4 }, () => `q${n(width * 0.05)} ${n(-height * 0.024)} ${n(width * 0.1)} 0t${n(width * 0.1)} 0`).join('')}`,
          index % 3 === 1 ? third : second,
          width * 0.022,
        )
      }).join('')
    )
  if (kind === 'fruit')
    return (
      back +
      [
        [0.36, 0.5, 0.2],
        [0.63, 0.56, 0.19],
        [0.5, 0.34, 0.18],
      ]
        .map(
          ([x, y, size], index) =>
            `<circle cx="${n(width * x!)}" cy="${n(height * y!)}" r="${n(width * size!)}" fill="${[first, second, third][index]}"/>` +
            `<circle cx="${n(width * (x! - 0.05))}" cy="${n(height * y! - width * 0.06)}" r="${n(width * 0.035)}" fill="${paper}" fill-opacity=".6"/>` +
            leaf(sheet, width * x!, height * y! - width * size! * 0.9, -50 + index * 30, width * 0.2, fourth),
        )
        .join('') +
      shape(
        `M${n(width * 0.16)} ${n(height * 0.66)}H${n(width * 0.84)}Q${n(width * 0.8)} ${n(height * 0.86)} ${n(width * 0.5)} ${n(height * 0.86)}Q${n(width * 0.2)} ${n(height * 0.86)} ${n(width * 0.16)} ${n(height * 0.66)}Z`,
        fourth,
      )
    )
  if (kind === 'arches')
    return (
      back +
      [0.36, 0.27, 0.18, 0.09]
        .map(
          (radius, index) =>
            `<path d="M${n(width * (0.5 - radius))} ${n(height * 0.8)}V${n(height * 0.5)}A${n(width * radius)} ${n(width * radius)} 0 0 1 ${n(width * (0.5 + radius))} ${n(height * 0.5)}V${n(height * 0.8)}Z" fill="${[first, second, third, paper][index]}"/>`,
        )
        .join('') +
      `<circle cx="${n(cx)}" cy="${n(height * 0.2)}" r="${n(width * 0.08)}" fill="${fourth}"/>`
    )
  if (kind === 'house')
    return (
      back +
      `<circle cx="${n(width * 0.74)}" cy="${n(height * 0.26)}" r="${n(width * 0.1)}" fill="${first}"/>` +
      [
        [0.1, 0.34, 0.5, second],
        [0.34, 0.28, 0.38, third],
        [0.6, 0.32, 0.46, fourth],
      ]
        .map(
          ([x, w, top, tint]) =>
            shape(
              `M${n(width * Number(x))} ${n(height * 0.86)}V${n(height * Number(top))}L${n(width * (Number(x) + Number(w) / 2))} ${n(height * (Number(top) - 0.1))}L${n(width * (Number(x) + Number(w)))} ${n(height * Number(top))}V${n(height * 0.86)}Z`,
              String(tint),
            ) +
            [0.25, 0.6]
              .map((share) =>
                rect(width * (Number(x) + Number(w) * share), height * (Number(top) + 0.06), width * 0.05, height * 0.06, paper),
              )
              .join(''),
        )
        .join('')
    )
  return (
    back +
    rect(width * 0.14, height * 0.12, width * 0.44, height * 0.44, first) +
    `<circle cx="${n(width * 0.6)}" cy="${n(cy)}" r="${n(width * 0.24)}" fill="${second}" fill-opacity=".9"/>` +
    rect(width * 0.3, height * 0.66, width * 0.56, height * 0.2, third) +
    rect(width * 0.2, height * 0.62, width * 0.03, height * 0.3, fourth)
  )
}

export function print(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#c99a66', form = 'framed', inside = 'hills' } = look
  const palette = [colour, ...(look.swatches ?? ['#c9694a', '#5c7a6d', '#d9a441'])]
  const [width, height] = form === 'square' ? [380, 380] : form === 'wide' ? [500, 360] : [350, 480]
  const outer = `M${-width} ${-height}H${width}V${height}H${-width}Z`
  const mat = form === 'poster' ? 0 : 60
  const frame =
    form === 'poster'
      ? ''
      : [
          [-width, -height, width, -height, 0.1],
          [-width, -height, -width, height, 0.04],
          [width, -height, width, height, -0.08],
          [-width, height, width, height, -0.12],
        ]
          .map(([x1, y1, x2, y2, step], index) => {
            const inset = 34
            const points =
              index === 0
                ? [
                    [x1, y1],
                    [x2, y2],
                    [x2! - inset, y2! + inset],
                    [x1! + inset, y1! + inset],
                  ]
                : index === 1
                  ? [
                      [x1, y1],
                      [x2, y2],
                      [x2! + inset, y2! - inset],
                      [x1! + inset, y1! + inset],
                    ]
                  : index === 2
                    ? [
                        [x1, y1],
                        [x2, y2],
                        [x2! - inset, y2! - inset],
                        [x1! - inset, y1! + inset],
                      ]
                    : [
                        [x1, y1],
                        [x2, y2],
                        [x2! - inset, y2! - inset],
                        [x1! + inset, y1! - inset],
                      ]
            return shape(`M${points.map((point) => point.join(' ')).join('L')}Z`, tone(accent, step!))
          })
          .join('')
  const inner = form === 'poster' ? 0 : 34
  const [innerWidth, innerHeight] = [(width - inner) * 2, (height - inner) * 2]
  const paper = group(
    rect(0, 0, innerWidth, innerHeight, '#f8f3ea') +
      (mat
        ? softStroke(`M6 6H${innerWidth - 6}`, '#2a1a10', 22, 0.35, 4) + softStroke(`M6 6V${innerHeight}`, '#2a1a10', 18, 0.25, 4)
        : '') +
      group(
        clipped(
          sheet,
          rect(0, 0, innerWidth - mat * 2, innerHeight - mat * 2, '#000000'),
          artwork(sheet, inside, innerWidth - mat * 2, innerHeight - mat * 2, palette),
        ),
        `translate(${mat} ${mat})`,
      ),
    `translate(${-width + inner} ${-height + inner})`,
  )
  const shine =
    form === 'poster'
      ? ''
      : clipped(
          sheet,
          rect(-width + 34, -height + 34, innerWidth, innerHeight, '#000000'),
          `<path d="M${-width * 0.9} ${height}L${width * 0.2} ${-height}H${width * 0.62}L${-width * 0.4} ${height}Z" fill="#ffffff" fill-opacity=".1"/>`,
        )
  const clips =
    form === 'poster'
      ? [-1, 1]
          .map(
            (side) =>
              rect(side * width * 0.7 - 22, -height - 26, 44, 56, '#2b2623', 6) +
              rect(side * width * 0.7 - 10, -height - 44, 20, 24, '#b9b6ae', 6),
          )
          .join('')
      : ''
  return {
    svg: paper + shine + frame + clips,
    width: width * 2,
    height: height * 2,
    stance: 'hangs',
    outline: outer,
    lift: form === 'poster' ? 20 : 44,
  }
}

export function card(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#c9694a', detail = '#e3d3b9', form = 'single', inside = 'leafy' } = look
  const palette = [colour, accent, ...(look.swatches ?? ['#5c7a6d', '#d9a441'])]
  const [width, height] = [270, 370]
  const face = (kind: string) =>
    group(
      clipped(sheet, rect(0, 0, width * 2, height * 2, '#000000', 8), artwork(sheet, kind, width * 2, height * 2, palette)) +
        softStroke(`M10 0V${height * 2}`, '#2a1a10', 14, 0.18, 3),
      `translate(${-width} ${-height})`,
    )
  const envelope = group(
    lyingShadow('M-390 -270H390V270H-390Z', '#2b1a10', 22, [0.5, 0.6], 0.36) +
      rect(
        -390,
        -270,
        780,
        540,
        linear(
          sheet,
          [-390, -270],
          [390, 270],
          [
            [0, tone(detail, 0.05)],
            [1, tone(detail, -0.04)],
          ],
        ),
        6,
      ) +
      shape('M-390 -268L0 60L390 -268Z', tone(detail, 0.02)) +
      softStroke('M-388 -264L0 62L388 -264', '#2a1a10', 12, 0.3, 3) +
      ellipse(0, 50, 44, 44, accent) +
      ellipse(-8, 42, 22, 22, tone(accent, 0.1)),
    'translate(60 150) rotate(-12)',
  )
  if (form === 'set')
    return {
      svg: ['arches', 'hills', 'leafy', 'shapes']
        .map((kind, index) =>
          group(
            lyingShadow(`M${-width} ${-height}H${width}V${height}H${-width}Z`, '#2b1a10', 18, [0.5, 0.6], 0.34) + face(kind),
            `translate(${[-250, 200, -200, 270][index]} ${[-230, -280, 260, 220][index]}) rotate(${[-8, 5, 6, -4][index]}) scale(.78)`,
          ),
        )
        .join(''),
      width: 1020,
      height: 1100,
      stance: 'lies',
      outline: 'M0 0Z',
      lift: 1,
    }
  return {
    svg:
      envelope +
      group(
        lyingShadow(`M${-width} ${-height}H${width}V${height}H${-width}Z`, '#2b1a10', 24, [0.5, 0.7], 0.4) + face(inside),
        'translate(-70 -70) rotate(5)',
      ),
    width: 900,
    height: 960,
    stance: 'lies',
    outline: 'M0 0Z',
    lift: 1,
  }
}

/** Gift wrap: rolls lying side by side, their patterns showing. */
export function wrap(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#f1e6d2' } = look
  const kinds: [Motif, Colour, Colour][] = [
    [look.motif ?? 'leaf', colour, accent],
    ['stripe', tone(colour, 0.16), mix(colour, accent, 0.35)],
    ['dots', accent, colour],
  ]
  const roll = (motif: Motif, base: Colour, ink: Colour, y: number, turn: number) => {
    const body = 'M-440 -78H440V78H-440Z'
    const light = linear(
      sheet,
      [0, -78],
      [0, 78],
      [
        [0, '#1d120a', 0.12],
        [0.22, '#ffffff', 0.35],
        [0.5, '#ffffff', 0],
        [1, '#1d120a', 0.42],
      ],
    )
    return group(
      lyingShadow(body, '#2b1a10', 28, [0.4, 0.8], 0.4) +
        shape(body, base) +
        shape(body, motifFill(sheet, motif, base, ink, 62) ?? 'none') +
        shape(body, light) +
        ellipse(440, 0, 22, 78, tone(base, -0.12)) +
        ellipse(442, 0, 15, 54, '#f7efe0') +
        ellipse(444, 0, 10, 36, '#8a7458') +
        stroke('M-440 60H430', tone(base, -0.18), 3, 0.6),
      `translate(0 ${y}) rotate(${turn})`,
    )
  }
  return {
    svg: roll(...kinds[0]!, -210, -5) + roll(...kinds[1]!, 10, -8) + roll(...kinds[2]!, 225, -3),
    width: 1000,
    height: 740,
    stance: 'lies',
    outline: 'M0 0Z',
    lift: 1,
  }
}

export function calendar(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#c9694a', inside = 'hills' } = look
  const palette = [colour, accent, ...(look.swatches ?? ['#5c7a6d', '#d9a441'])]
  const [width, height] = [350, 480]
  const days = Array.from({ length: 35 }, (_, index) =>
    index === 16
      ? `<circle cx="${-250 + (index % 7) * 84}" cy="${190 + Math.floor(index / 7) * 54}" r="22" fill="${accent}"/>`
      : ellipse(-250 + (index % 7) * 84, 190 + Math.floor(index / 7) * 54, 9, 9, index % 7 > 4 ? accent : '#7a6a58', 0.75),
  ).join('')
  return {
    svg:
      rect(-width, -height, width * 2, height * 2, '#f8f2e6', 4) +
      group(
        clipped(sheet, rect(0, 0, width * 2 - 60, 560, '#000000'), artwork(sheet, inside, width * 2 - 60, 560, palette)),
        `translate(${-width + 30} ${-height + 50})`,
      ) +
      days +
      Array.from({ length: 17 }, (_, index) => tube(`M${-320 + index * 40} ${-height + 18}V${-height - 26}`, '#3a332c', 7, 'satin')).join(
        '',
      ) +
      tube(`M-60 ${-height - 10}Q0 ${-height - 90} 60 ${-height - 10}`, '#3a332c', 7, 'satin'),
    width: width * 2,
    height: height * 2 + 80,
    stance: 'hangs',
    outline: `M${-width} ${-height}H${width}V${height}H${-width}Z`,
    lift: 26,
  }
}

/** Small paper things in rows: stickers, labels, tape. */
export function tape(sheet: Sheet, look: Look): Piece {
  const tints = look.swatches ?? [look.colour, '#d9a441', '#5c7a6d']
  const motifs: Motif[] = ['stripe', 'dots', 'leaf', 'gingham', 'wave']
  const roll = (x: number, y: number, tint: Colour, motif: Motif, radius: number) =>
    group(
      lyingShadow(
        `M${-radius} 0A${radius} ${radius} 0 1 1 ${radius} 0A${radius} ${radius} 0 1 1 ${-radius} 0Z`,
        '#2b1a10',
        26,
        [0.6, 0.8],
        0.42,
      ) +
        `<circle r="${radius}" fill="${tone(tint, -0.06)}"/>` +
        Array.from(
          { length: 6 },
          (_, index) =>
            `<circle r="${radius - 8 - index * 9}" fill="none" stroke="${index % 2 ? tone(tint, 0.09) : tone(tint, -0.02)}" stroke-width="5"/>`,
        ).join('') +
        `<circle r="${n(radius * 0.56)}" fill="#e6d8bf"/><circle r="${n(radius * 0.5)}" fill="${tone('#c9b48e', -0.1)}"/><circle r="${n(radius * 0.47)}" cx="4" cy="6" fill="#d8c7a6"/>` +
        rect(radius * 0.2, radius - 66, 330, 62, tint) +
        rect(radius * 0.2, radius - 66, 330, 62, motifFill(sheet, motif, tint, mix(tint, '#ffffff', 0.7), 30) ?? tint),
      `translate(${x} ${y})`,
    )
  return {
    svg: tints
      .map((tint, index) => roll([-240, 40, -130, 190, -300][index]!, [-270, 10, 250, -300, 60][index]!, tint, motifs[index]!, 170))
      .join(''),
    width: 980,
    height: 920,
    stance: 'lies',
    outline: 'M0 0Z',
    lift: 1,
  }
}

/** A wooden tray with pens, clips and a rubber. */
export function deskTray(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#c9694a' } = look
  const outline = block(420, 230, 40)
  const wellFill = linear(
    sheet,
    [0, -200],
    [0, 200],
    [
      [0, tone(colour, -0.2)],
      [0.2, tone(colour, -0.08)],
      [1, tone(colour, 0.01)],
    ],
  )
  const well = (x: number, width: number) =>
    `<rect x="${x}" y="-190" width="${width}" height="380" rx="34" fill="${wellFill}"/>` +
    softStroke(`M${x + 16} -180H${x + width - 16}`, '#1d120a', 20, 0.4, 4)
  const pen = (y: number, tint: Colour) =>
    lyingShadow(`M-350 ${y - 20}H100V${y + 20}H-350Z`, '#1d120a', 14, [0.4, 0.8], 0.4) +
    rect(
      -350,
      y - 20,
      450,
      40,
      linear(
        sheet,
        [0, y - 20],
        [0, y + 20],
        [
          [0, tone(tint, 0.06)],
          [0.3, tone(tint, 0.2)],
          [0.6, tint],
          [1, tone(tint, -0.2)],
        ],
      ),
      18,
    )
  return {
    svg: group(
      shape(
        outline,
        linear(
          sheet,
          [-420, -230],
          [420, 230],
          [
            [0, tone(colour, 0.1)],
            [0.5, colour],
            [1, tone(colour, -0.1)],
          ],
        ),
      ) +
        well(-386, 530) +
        well(176, 210) +
        pen(-90, accent) +
        pen(0, '#2f3b3a') +
        pen(90, '#d9a441') +
        tube('M230 -60V60M250 -80V40', '#c9a15b', 13, 'metal') +
        rect(290, -40, 70, 110, '#f1e6d2', 12) +
        rect(290, 20, 70, 50, '#5c7a8a', 12),
      'rotate(-8)',
    ),
    width: 920,
    height: 640,
    stance: 'lies',
    outline: turnedOutline(420, 230, -8),
    lift: 34,
  }
}

/** A flat packet: seeds, sachets, plasters; its front is a small print. */
export function packet(sheet: Sheet, look: Look): Piece {
  const { colour, accent = '#c9694a', inside = 'leafy' } = look
  const palette = [tone(colour, 0.06), accent, ...(look.swatches ?? ['#5c7a6d', '#d9a441'])]
  const [width, height] = [260, 370]
  const one = (tint: Colour, x: number, y: number, turn: number, kind: string) =>
    group(
      lyingShadow(`M${-width} ${-height}H${width}V${height}H${-width}Z`, '#2b1a10', 22, [0.5, 0.7], 0.38) +
        rect(-width, -height, width * 2, height * 2, tint, 6) +
        group(
          clipped(
            sheet,
            rect(0, 0, width * 2 - 72, 440, '#000000', 10),
            artwork(sheet, kind, width * 2 - 72, 440, [mix(tint, '#fbf5e8', 0.82), ...palette.slice(1)]),
          ),
          `translate(${-width + 36} ${-height + 100})`,
        ) +
        rect(-width, -height, width * 2, 60, tone(tint, -0.09), 6) +
        stroke(`M${-width} ${-height + 62}H${width}`, '#1d120a', 3, 0.25) +
        rect(-150, height - 150, 300, 26, mix(tint, '#fbf5e8', 0.85), 13) +
        rect(-100, height - 100, 200, 14, mix(tint, '#fbf5e8', 0.85), 7, 0.75) +
        shape(
          `M${-width} ${-height}H${width}V${height}H${-width}Z`,
          linear(
            sheet,
            [-width, 0],
            [width, 0],
            [
              [0, '#ffffff', 0.12],
              [0.5, '#ffffff', 0],
              [1, '#1d120a', 0.12],
            ],
          ),
        ),
      `translate(${x} ${y}) rotate(${turn})`,
    )
  const back = look.form === 'pair' || look.form === undefined ? one(look.detail ?? mix(colour, accent, 0.4), 110, -50, 10, inside) : ''
  return { svg: back + one(colour, back ? -70 : 0, 30, -6, inside), width: 900, height: 960, stance: 'lies', outline: 'M0 0Z', lift: 1 }
}
