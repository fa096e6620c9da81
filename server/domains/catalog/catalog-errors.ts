import { DomainError } from '#server/platform/errors'
import type { ProductFinding } from '#shared/contracts/product-lifecycle'
import type { ProductStatus } from '#shared/lifecycles/product'

/** Also the answer for what is not for the asker to see: a draft, another shop's product. */
export const productNotFound = () => new DomainError('not_found', 'catalog.product_not_found', 'There is no such product.')
/** `category` is the path at which there is something like it, where that is known. */
export const productGone = (category: string | null) =>
  new DomainError('gone', 'catalog.product_gone', 'This product is no longer sold here.', { category })
/** `missing` names the fields; `findings` is what the automatic checks say of them. */
export const productIncomplete = (missing: string[], findings: ProductFinding[] = []) =>
  new DomainError('conflict', 'catalog.product_incomplete', 'Something is still missing before the product can go live.', {
    missing,
    findings,
  })
export const productCannotBecome = (from: ProductStatus, to: ProductStatus) =>
  new DomainError('conflict', 'catalog.status_conflict', 'The product cannot change like this.', { from, to })
export const productSlugTaken = (slug: string) => new DomainError('conflict', 'catalog.slug_taken', 'This address is taken.', { slug })
export const skuTaken = (sku: string) =>
  new DomainError('conflict', 'catalog.sku_taken', 'Another product of the shop has this SKU.', { sku })
/** An editor that loaded the product before somebody else saved it. */
export const editedElsewhere = (version: number) =>
  new DomainError('conflict', 'catalog.edited_elsewhere', 'Somebody else has saved this product in the meantime.', { version })
/** Orders and checkouts name what they are about for good. */
export const variantInUse = (skus: string[]) =>
  new DomainError('conflict', 'catalog.variant_in_use', 'What has been ordered cannot be removed. Set its stock to 0 instead.', { skus })
export const stockPromised = (sku: string, reserved: number) =>
  new DomainError('conflict', 'catalog.stock_promised', 'More of this is promised to buyers than there would be.', { sku, reserved })
export const descriptionTooLong = (most: number) =>
  new DomainError('invalid', 'catalog.description_too_long', 'The description is too long.', { most })
/** Said by a product that is on sale; one that is not, is told when it is submitted. */
export const wordsBanned = (words: string[]) =>
  new DomainError('conflict', 'catalog.words_banned', 'Some words are not allowed on this marketplace.', { words: words.join(', ') })
export const attributeInvalid = (key: string, name: string) =>
  new DomainError('invalid', 'catalog.attribute_invalid', 'This is not a value of the attribute.', { key, name })
/** What is on sale answers everything that its category requires; `missing` names what it does not, in the category's order. */
export const attributesMissing = (missing: { key: string; name: string }[]) =>
  new DomainError('conflict', 'catalog.attributes_missing', 'The category requires something that the product does not say.', {
    keys: missing.map(({ key }) => key),
    names: missing.map(({ name }) => name).join(', '),
  })
export const variantNotFound = () => new DomainError('not_found', 'catalog.variant_not_found', 'There is no such variant.')
export const categoryNotFound = () => new DomainError('not_found', 'catalog.category_not_found', 'There is no such category.')
export const categoryPathTaken = (path: string) =>
  new DomainError('conflict', 'catalog.category_path_taken', 'There is a category at this address.', { path })
export const categoriesNotYours = () => new DomainError('forbidden', 'catalog.not_allowed', 'Only an admin may change categories.')
export const categoryPictureNotFound = () =>
  new DomainError('invalid', 'catalog.category_picture_not_found', 'This is no picture for a category.')
export const categoryInsideItself = () =>
  new DomainError('conflict', 'catalog.category_inside_itself', 'A category cannot be put inside itself.')
export const categoryNotEmpty = (held: { products: number; categories: number }) =>
  new DomainError('conflict', 'catalog.category_not_empty', 'There is still something in this category.', held)
export const categoryTaxed = () => new DomainError('conflict', 'catalog.category_taxed', 'The category has a tax rate of its own.')
export const categoryCommissioned = () =>
  new DomainError('conflict', 'catalog.category_commissioned', 'The category has a commission of its own.')
export const attributeKindFixed = (name: string) =>
  new DomainError('conflict', 'catalog.attribute_kind_fixed', 'An attribute keeps its kind.', { name })
export const choicesInUse = (used: { choice: string; count: number }[]) =>
  new DomainError('conflict', 'catalog.choices_in_use', 'Products have choices that would go.', {
    choices: used.map(({ choice }) => choice).join(', '),
    count: used.reduce((sum, { count }) => sum + count, 0),
  })
export const pictureNotOfShop = () => new DomainError('invalid', 'catalog.picture_not_found', 'A picture does not belong to the shop.')
export const tooManyUnusedPictures = (most: number) =>
  new DomainError('conflict', 'catalog.too_many_pictures', 'The shop has sent many pictures that no product shows.', { most })
export const stockShort = (variantIds: string[]) =>
  new DomainError('conflict', 'catalog.stock_short', 'There is not enough left of something.', { variantIds })
/** Somebody else has let it through or sent it back, or its seller has taken it back. */
export const notInReview = (status: ProductStatus) =>
  new DomainError('conflict', 'catalog.not_in_review', 'This product does not wait for a review any more.', { status })
export const reviewNotYours = () =>
  new DomainError('forbidden', 'catalog.review_not_allowed', 'Only moderators and admins review products.')
export const priceNotPositive = (sku: string) =>
  new DomainError('conflict', 'catalog.price_not_positive', 'The price would be nothing or less.', { sku })
export const priceTooHigh = (sku: string) => new DomainError('conflict', 'catalog.price_too_high', 'The price would be too high.', { sku })
