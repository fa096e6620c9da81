import type { Registration } from '#shared/contracts/registration'

/** What was registered in this tab a moment ago; after a reload it is not known any more. */
export const useRegistration = () => useState<Registration | null>('registration', () => null)
