import { mountSuspended } from '@nuxt/test-utils/runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import ProductPictures from '../../app/components/seller/ProductPictures.vue'
import { PICTURES_A_PRODUCT, type EditedPicture } from '../../shared/contracts/pictures'

/** What the browser would send, kept until the test answers it. */
class Request {
  static sent: Request[] = []
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {}
  status = 0
  response: unknown = null
  responseType = ''
  onload?: () => void
  onerror?: () => void
  onabort?: () => void
  file?: File
  open() {}
  setRequestHeader() {}
  send(file: File) {
    this.file = file
    Request.sent.push(this)
  }
  abort() {
    this.onabort?.()
  }
  answer(status: number, response: unknown) {
    Object.assign(this, { status, response })
    this.onload?.()
  }
}

const stored = (fileId: string): EditedPicture => ({ fileId, alt: '', picture: { alt: '', placeholder: null, renditions: [] } })
const png = (name: string, type = 'image/png') => new File(['x'], name, { type })
const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

async function mounted(start: EditedPicture[] = []) {
  let pictures = start
  const wrapper = await mountSuspended(ProductPictures, {
    props: {
      shopId: 'shop',
      modelValue: start,
      'onUpdate:modelValue': async (now: EditedPicture[]) => {
        pictures = now
        await wrapper.setProps({ modelValue: now })
      },
    },
    attachTo: document.body,
  })
  async function drop(...files: File[]) {
    await wrapper.get('[data-testid="product-pictures"]').trigger('drop', { dataTransfer: { files, types: ['Files'] } })
    await settled()
  }
  const order = () => pictures.map(({ fileId }) => fileId)
  return { wrapper, drop, order, now: () => pictures, said: () => wrapper.get('[role=status]').text() }
}

beforeEach(() => {
  Request.sent = []
  vi.stubGlobal('XMLHttpRequest', Request)
  URL.createObjectURL = () => 'blob:preview'
  URL.revokeObjectURL = () => {}
})
afterEach(() => vi.unstubAllGlobals())

describe('the pictures of a product', () => {
  it('are sent three at a time, and end up in the order in which they were chosen', async () => {
    const { drop, order, wrapper } = await mounted([stored('old')])
    await drop(...['a', 'b', 'c', 'd', 'e'].map((name) => png(name)))
    expect(Request.sent.map(({ file }) => file!.name)).toEqual(['a', 'b', 'c'])

    Request.sent[1]!.upload.onprogress!({ loaded: 1, total: 4 })
    await settled()
    expect(wrapper.findAll('progress').map((bar) => bar.attributes('value'))).toEqual(['0', '0.25', '0', '0', '0'])

    for (const index of [2, 0]) Request.sent[index]!.answer(201, stored(Request.sent[index]!.file!.name))
    await settled()
    expect(order()).toEqual(['old', 'a', 'c'])
    expect(Request.sent).toHaveLength(5)
    for (const index of [4, 3, 1]) Request.sent[index]!.answer(201, stored(Request.sent[index]!.file!.name))
    await settled()
    expect(order()).toEqual(['old', 'a', 'b', 'c', 'd', 'e'])
  })

  it('say for each file what is wrong with it, and are tried again where that may help', async () => {
    const { drop, order, wrapper } = await mounted()
    await drop(png('page.html', 'text/html'), png('broken.png'), png('lost.png'))
    expect(Request.sent).toHaveLength(2)
    Request.sent[0]!.answer(422, { data: { code: 'files.broken', details: {}, requestId: 'r' } })
    Request.sent[1]!.onerror!()
    await settled()

    const problems = wrapper.findAll('[role=alert]').map((alert) => alert.text())
    expect(problems).toEqual([
      'Please choose a picture in the format JPEG, PNG, WebP or AVIF.',
      'This picture cannot be read. It may be damaged.',
      'We could not reach the server. Please check your connection and try again.',
    ])
    const again = wrapper.findAll('button').filter((button) => button.text() === 'Try again')
    expect(again).toHaveLength(1)
    await again[0]!.trigger('click')
    Request.sent[2]!.answer(201, stored('lost'))
    await settled()
    expect(order()).toEqual(['lost'])
  })

  it('are moved by buttons, which keep the focus and say where the picture is', async () => {
    const { wrapper, order, said } = await mounted(['a', 'b', 'c'].map(stored))
    await wrapper.get('[aria-label="Move picture 2 to the right"]').trigger('click')
    await settled()
    expect(order()).toEqual(['a', 'c', 'b'])
    expect(said()).toBe('Picture is now number 3 of 3.')
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move picture 3 to the left')
    expect(wrapper.get('[aria-label="Move picture 3 to the right"]').attributes('disabled')).toBeDefined()
  })

  it('are moved by dragging one onto another', async () => {
    const { wrapper, order } = await mounted(['a', 'b', 'c'].map(stored))
    const dataTransfer = { setData() {}, types: ['text/plain'], files: [] }
    await wrapper.get('[data-picture="c"]').trigger('dragstart', { dataTransfer })
    await wrapper.get('[data-picture="a"]').trigger('dragenter', { dataTransfer })
    await wrapper.get('[data-testid="product-pictures"]').trigger('drop', { dataTransfer })
    expect(order()).toEqual(['c', 'a', 'b'])
  })

  it('ask for words until there are some, and can be removed', async () => {
    const { wrapper, now } = await mounted([stored('a')])
    expect(wrapper.text()).toContain('A few words help people')
    await wrapper.get('input[maxlength="300"]').setValue('A lamp')
    await settled()
    expect(now()).toMatchObject([{ fileId: 'a', alt: 'A lamp' }])
    expect(wrapper.text()).not.toContain('A few words help people')

    await wrapper.get('[aria-label="Remove picture 1"]').trigger('click')
    expect(now()).toEqual([])
  })

  it('are at most twenty, and the same picture is shown once', async () => {
    const { drop, wrapper, order, said } = await mounted(Array.from({ length: PICTURES_A_PRODUCT - 1 }, (_, index) => stored(`${index}`)))
    await drop(png('one'), png('two'))
    expect(Request.sent).toHaveLength(1)
    expect(wrapper.get('[role=alert]').text()).toBe('A product shows at most 20 pictures. Some were left out.')

    Request.sent[0]!.answer(201, stored('3'))
    await settled()
    expect(order()).toHaveLength(PICTURES_A_PRODUCT - 1)
    expect(said()).toBe('one is among the pictures already.')
  })
})
