import { spawn } from 'node:child_process'

/**
 * Runs Postgres for as long as the launcher lives. The launcher holds this process's standard input open;
 * when it ends, however it ends, the pipe closes and Postgres is shut down. Started by `embedded-postgres.ts`.
 */
interface KeeperOrder {
  binary: string
  args: string[]
  cwd: string
  env: Record<string, string>
  uid?: number
  gid?: number
}

const order = JSON.parse(process.argv[2]!) as KeeperOrder
const { uid, gid, cwd } = order
const postgres = spawn(order.binary, order.args, { uid, gid, cwd, env: order.env, stdio: ['ignore', 'ignore', 'inherit'] })

postgres.on('error', (error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
})
postgres.on('exit', (code) => process.exit(code ?? 1))

// SIGINT is Postgres' fast shutdown: it ends sessions, writes a checkpoint and leaves.
const shutDown = () => postgres.kill('SIGINT')
process.stdin.on('end', shutDown).on('close', shutDown).resume()
process.on('SIGTERM', shutDown)
// Ctrl-C reaches the whole group; the launcher closes the pipe once the server has drained.
process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})
