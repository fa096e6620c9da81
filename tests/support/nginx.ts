import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findProgram } from '../../scripts/machine/find-program'
import { freePort } from './redis-server'

export interface Nginx {
  url: string
  close(): Promise<void>
}

/** A real nginx before several nodes, which takes them in turns as the operator's guide sets it up. */
export async function startNginx(nodes: readonly string[]): Promise<Nginx> {
  const port = await freePort()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'souk-nginx-'))
  mkdirSync(path.join(folder, 'bodies'))
  const upstreams = nodes.map((url) => `server ${new URL(url).host} max_fails=0;`).join(' ')
  const file = path.join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    events { worker_connections 4096; }
    http {
      access_log off;
      client_body_temp_path ${folder}/bodies; proxy_temp_path ${folder}/proxy;
      fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
      map $http_upgrade $connection_header { default upgrade; '' ''; }
      upstream souk { ${upstreams} keepalive 32; }
      server {
        listen 127.0.0.1:${port} backlog=1024;
        location / {
          proxy_pass http://souk; proxy_http_version 1.1; proxy_set_header Host $http_host;
          proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_header;
          proxy_next_upstream error timeout http_503;
          proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_connect_timeout 2s; proxy_read_timeout 60s;
        }
      }
    }`,
  )
  const program = spawn(findProgram('nginx')!, ['-p', folder, '-c', file], { stdio: 'ignore' })
  const ended = new Promise((resolve) => program.once('exit', resolve))
  const url = `http://127.0.0.1:${port}`
  for (const end = Date.now() + 10_000; !(await answers(url)); await pause(20))
    if (Date.now() > end) throw new Error('nginx does not start')

  return {
    url,
    async close() {
      program.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )
