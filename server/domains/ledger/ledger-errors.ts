import { DomainError } from '#server/platform/errors'

export const commissionNotYours = () =>
  new DomainError('forbidden', 'ledger.commission_not_allowed', 'Only admins see and change the commission.')
export const ruleNotFound = () => new DomainError('not_found', 'ledger.rule_not_found', 'There is no such rule.')
export const ruleShopNotFound = () => new DomainError('invalid', 'ledger.rule_shop_not_found', 'There is no such shop.')
export const ruleCategoryNotFound = () => new DomainError('invalid', 'ledger.rule_category_not_found', 'There is no such category.')
export const ruleEndsTooEarly = () =>
  new DomainError('invalid', 'ledger.rule_ends_too_early', 'A rule ends after it begins, and not in the past.')
/** What it did stays as it was done. */
export const ruleHasEnded = () => new DomainError('conflict', 'ledger.rule_has_ended', 'This rule has ended. Add another instead.')
export const tooManyRules = (most: number) =>
  new DomainError('conflict', 'ledger.too_many_rules', 'These are as many rules as there can be.', { most })
/** The list has changed since the page was loaded. */
export const rulesChangedElsewhere = () =>
  new DomainError('conflict', 'ledger.rules_changed_elsewhere', 'Somebody else has changed the rules in the meantime.')
