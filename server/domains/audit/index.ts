export { inspectAudit } from './inspect-audit'
export { recordAudit, type AuditedAct } from './record-audit'
export { personalDataOf } from './personal-data'
