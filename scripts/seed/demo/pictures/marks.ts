import { mix, tone, type Colour } from './colour'
import { shape, stroke } from './sheet'

/** The shops' marks, drawn in a box from −100 to 100; one colour and its tints, readable at 32 px. */
export const marks: Record<string, (ink: Colour, ground: Colour) => string> = {
  wave: (ink) => [-34, 2, 38].map((y, index) => stroke(`M-66 ${y}q16.5 -30 33 0t33 0t33 0t33 0`, ink, 13 - index)).join(''),
  weave: (ink) =>
    [-42, 0, 42]
      .map((at, row) =>
        [-42, 0, 42]
          .map((x, column) =>
            (row + column) % 2
              ? `<rect x="${x - 19}" y="${at - 9}" width="38" height="18" rx="5" fill="${ink}"/>`
              : `<rect x="${x - 9}" y="${at - 19}" width="18" height="38" rx="5" fill="${ink}"/>`,
          )
          .join(''),
      )
      .join(''),
  tree: (ink, ground) =>
    stroke('M0 72V-8', ink, 12) +
    `<circle cx="0" cy="-26" r="46" fill="${ink}"/><circle cx="-34" cy="6" r="26" fill="${ink}"/><circle cx="34" cy="6" r="26" fill="${ink}"/>` +
    stroke('M0 30V-40M0 4L-18 -14M0 -8L18 -28', ground, 6),
  fold: (ink, ground) =>
    shape('M-56 -62H26L58 -30V62H-56Z', ink) +
    shape('M26 -62V-30H58Z', mix(ink, ground, 0.5)) +
    stroke('M-34 -10H34M-34 16H34M-34 42H10', ground, 9),
  finch: (ink, ground) =>
    shape('M-72 6C-40 -10 -30 -52 14 -56C40 -58 56 -42 58 -24L80 -16L56 -6C52 38 16 60 -20 54C-40 50 -54 36 -60 22L-88 34Z', ink) +
    `<circle cx="34" cy="-28" r="6.5" fill="${ground}"/>` +
    shape('M-30 4C-6 -18 24 -12 34 4C20 30 -14 32 -30 4Z', mix(ink, ground, 0.32)),
  bean: (ink, ground) =>
    `<g transform="rotate(28)"><ellipse rx="46" ry="68" fill="${ink}"/></g>` + stroke('M-26 54C18 24 -22 -18 26 -54', ground, 11),
  sunrise: (ink) =>
    shape('M-54 26A54 54 0 0 1 54 26Z', ink) +
    stroke('M-78 44H78M-50 64H50', ink, 10) +
    [-60, -30, 0, 30, 60]
      .map((angle) => `<rect x="-5" y="-92" width="10" height="24" rx="5" fill="${ink}" transform="translate(0 26) rotate(${angle})"/>`)
      .join(''),
  cairn: (ink, ground) =>
    [
      [0, 56, 62, 20],
      [4, 22, 46, 18],
      [-4, -10, 34, 15],
      [2, -38, 22, 13],
      [0, -60, 12, 9],
    ]
      .map(
        ([x, y, rx, ry], index) =>
          `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${index % 2 ? mix(ink, ground, 0.22) : ink}"/>`,
      )
      .join(''),
  acorn: (ink, ground) =>
    shape('M-44 -10C-44 44 -16 62 0 78C16 62 44 44 44 -10Z', ink) +
    shape('M-56 -8C-56 -46 56 -46 56 -8Q0 8 -56 -8Z', mix(ink, ground, 0.3)) +
    stroke('M0 -38V-66Q12 -74 22 -70', ink, 10),
  fern: (ink) =>
    stroke('M0 80C4 20 -4 -30 0 -78', ink, 8) +
    [0, 1, 2, 3, 4]
      .map((step) =>
        [-1, 1]
          .map((side) =>
            shape(
              `M0 ${54 - step * 26}C${side * 16} ${34 - step * 26} ${side * (58 - step * 9)} ${26 - step * 26} ${side * (66 - step * 10)} ${10 - step * 26}C${side * (40 - step * 6)} ${6 - step * 26} ${side * 12} ${20 - step * 26} 0 ${54 - step * 26}Z`,
              ink,
            ),
          )
          .join(''),
      )
      .join(''),
  shell: (ink, ground) =>
    shape('M0 62C-40 52 -78 10 -68 -22C-58 -52 -28 -58 0 -60C28 -58 58 -52 68 -22C78 10 40 52 0 62Z', ink) +
    stroke('M0 58V-52M-6 56L-34 -46M6 56L34 -46M-12 52L-60 -22M12 52L60 -22', ground, 6) +
    shape('M-24 56H24L16 76H-16Z', ink),
  nine: (ink) =>
    `<circle cx="0" cy="-22" r="38" fill="none" stroke="${ink}" stroke-width="20"/>` + stroke('M38 -22C38 30 16 58 -20 74', ink, 20),
  flame: (ink, ground) =>
    shape('M0 78C-52 78 -64 30 -40 -6C-26 -26 -10 -40 -6 -82C30 -54 62 -6 52 34C46 62 26 78 0 78Z', ink) +
    shape('M2 66C-22 66 -28 40 -14 20C-6 8 2 0 4 -18C22 2 32 26 28 44C24 58 16 66 2 66Z', ground),
  cable: (ink) =>
    stroke('M-24 -76C-24 -40 24 -36 24 0C24 36 -24 40 -24 76', ink, 17) +
    stroke('M24 -76C24 -40 -24 -36 -24 0C-24 36 24 40 24 76', tone(ink, 0.16), 17) +
    stroke('M-24 -76C-24 -58 -12 -48 0 -38M24 0C24 18 12 28 0 38', ink, 17) +
    stroke('M-64 -70V70M64 -70V70', ink, 9),
}
