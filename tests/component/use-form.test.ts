import { mountSuspended } from '@nuxt/test-utils/runtime'
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { z } from 'zod'
import { useForm } from '../../app/composables/use-form'

const schema = z.strictObject({ name: z.string().min(1), code: z.string().regex(/^\d{6}$/) })

async function form(send: (body: { name: string; code: string }) => Promise<unknown> = async () => {}) {
  let made!: ReturnType<typeof useForm<typeof schema>>
  const Form = defineComponent({
    setup() {
      made = useForm(schema, { name: '', code: '' }, send, { 'tests.code_used': 'code' })
      return () => h('input', { 'aria-invalid': made.errors.value.name ? 'true' : undefined })
    },
  })
  const wrapper = await mountSuspended(Form, { attachTo: document.body })
  return { ...made, wrapper }
}

const released = async () => {
  dispatchEvent(new Event('keyup'))
  await new Promise((resolve) => setTimeout(resolve, 5))
}

describe('a form', () => {
  it('sends nothing while a field is wrong, says what is wrong and goes there', async () => {
    const send = vi.fn(async () => {})
    const { submit, errors, wrapper } = await form(send)

    expect(await submit()).toBe(false)
    expect(send).not.toHaveBeenCalled()
    expect(errors.value).toEqual({ name: 'Please fill this in.', code: 'Please fill this in.' })
    expect(document.activeElement).toBe(wrapper.element)
  })

  it('checks a field that is left once the key is up, and no empty one', async () => {
    const { fields, errors, leave } = await form()
    fields.code = '12'
    leave('code')
    leave('name')
    await nextTick()
    expect(errors.value).toEqual({})

    await released()
    expect(Object.keys(errors.value)).toEqual(['code'])
  })

  it('takes a reproach back as soon as the field is right, and leaves the others', async () => {
    const { fields, errors, submit } = await form()
    await submit()
    fields.code = '12345'
    await nextTick()
    expect(errors.value.code).toBeTruthy()
    fields.code = '123456'
    await nextTick()
    expect(errors.value.code).toBeUndefined()
    expect(errors.value.name).toBe('Please fill this in.')
  })

  it('shows a refusal at the field that it speaks of, and any other above the form', async () => {
    const refuse = (code: string) => async () => {
      throw Object.assign(new Error('refused'), { data: { statusCode: 422, data: { code, message: 'no', details: {}, requestId: 'r' } } })
    }
    const used = await form(refuse('tests.code_used'))
    Object.assign(used.fields, { name: 'Ada', code: '123456' })
    expect(await used.submit()).toBe(false)
    expect(Object.keys(used.errors.value)).toEqual(['code'])
    expect(used.problem.value).toBeNull()

    const other = await form(refuse('tests.other'))
    Object.assign(other.fields, { name: 'Ada', code: '123456' })
    expect(await other.submit()).toBe(false)
    expect(other.errors.value).toEqual({})
    expect(other.problem.value).toBeTruthy()
  })

  it('is sent once however often the button is pressed', async () => {
    let finish = () => {}
    const send = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)))
    const { fields, submit, pending } = await form(send)
    Object.assign(fields, { name: 'Ada', code: '123456' })

    const first = submit()
    expect(await submit()).toBe(false)
    expect(pending.value).toBe(true)
    finish()
    expect(await first).toBe(true)
    expect(send).toHaveBeenCalledTimes(1)
    expect(pending.value).toBe(false)
  })
})
