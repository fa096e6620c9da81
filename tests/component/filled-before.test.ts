import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useNuxtApp } from '#imports'
import OpenShopForm from '../../app/components/seller/OpenShopForm.vue'
import PasswordStrength from '../../app/components/session/PasswordStrength.vue'

registerEndpoint('/api/shop-slugs', () => ({ slug: 'robins-lamps', isFree: true }))

/** A page that comes alive with these values in its inputs, which nobody tells it of. */
function fill(values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    const input = Object.assign(document.createElement('input'), { name, value })
    document.body.append(input)
  }
}

beforeEach(() => void (useNuxtApp().isHydrating = true))
afterEach(() => {
  useNuxtApp().isHydrating = false
  document.body.innerHTML = ''
})

describe('what was typed before a page was alive', () => {
  it('is rated as a password', async () => {
    const strength = await mountSuspended(PasswordStrength, { props: { password: 'a keeper of a small shop' } })
    await vi.waitFor(() => expect(strength.text()).toContain('Very good'))
  })

  it('gives a shop to be its address', async () => {
    fill({ name: 'Robins Lamps' })
    const form = await mountSuspended(OpenShopForm)
    expect(form.get<HTMLInputElement>('[name=slug]').element.value).toBe('robins-lamps')
    await vi.waitFor(() => expect(form.get('[role=status]').text()).not.toBe(''))
  })

  it('leaves an address alone that was written by hand', async () => {
    fill({ name: 'Robins Lamps', slug: 'lamps' })
    const form = await mountSuspended(OpenShopForm)
    expect(form.get<HTMLInputElement>('[name=slug]').element.value).toBe('lamps')
    await form.get('[name=name]').setValue('Robins Lights')
    expect(form.get<HTMLInputElement>('[name=slug]').element.value).toBe('lamps')
  })

  it('goes on making an address of the name that it was made of', async () => {
    fill({ name: 'Robins Lamps', slug: 'robins-lamps' })
    const form = await mountSuspended(OpenShopForm)
    await form.get('[name=name]').setValue('Robins Lights')
    expect(form.get<HTMLInputElement>('[name=slug]').element.value).toBe('robins-lights')
  })
})
