// Starts Fyr with demonstration content in a folder of its own before the journeys, and stops it after them.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const repository = path.resolve(__dirname, '../..');
const program = process.env.FYR_BIN ?? path.join(repository, 'target/debug/fyr');

export default async function start(): Promise<() => Promise<void>> {
  const data = mkdtempSync(path.join(tmpdir(), 'fyr-journeys-'));
  const address = `127.0.0.1:${await freePort()}`;
  const settings = {
    FYR_DATA_DIR: data,
    FYR_LISTEN: address,
    FYR_PUBLIC_URL: `http://${address}`,
    FYR_DEMO: 'true',
    FYR_MAX_FILE_MB: '1',
    FYR_MAX_FILES_MB: '2',
    FYR_LIMIT_SIGN_IN: '1000000',
    FYR_LIMIT_WRITES: '1000000',
  };
  // what the developer has set for their own portal stays out of it
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('FYR_'));
  const env = { ...Object.fromEntries(inherited), ...settings };
  for (const words of [['migrate'], ['import', 'demo', path.join(repository, 'demo')], ['reindex']]) {
    const { status, stderr, error } = spawnSync(program, words, { env, cwd: data, encoding: 'utf8' });
    if (status !== 0) throw new Error(`fyr ${words.join(' ')}: ${error?.message ?? stderr}`);
  }

  const log = path.join(data, 'fyr.log');
  const output = openSync(log, 'w');
  const running = spawn(program, ['serve'], { env, cwd: data, stdio: ['ignore', output, output] });
  closeSync(output);
  try {
    await ready(`http://${address}/readyz`, running);
  } catch (error) {
    running.kill('SIGKILL');
    throw new Error(`${error}\n${readFileSync(log, 'utf8')}`);
  }
  process.env.FYR_JOURNEYS_URL = `http://${address}`;
  process.env.FYR_JOURNEYS_DATA = data;

  return async () => {
    await stop(running);
    const said = readFileSync(log, 'utf8');
    rmSync(data, { recursive: true });
    const faults = said.split('\n').filter((line) => /\bERROR\b|panicked/.test(line));
    if (faults.length > 0) throw new Error(`Fyr logged faults of its own:\n${faults.join('\n')}`);
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function ready(url: string, running: ChildProcess): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until; ) {
    if (running.exitCode !== null) throw new Error(`fyr serve ended with ${running.exitCode}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer`);
}

async function stop(running: ChildProcess): Promise<void> {
  if (running.exitCode !== null) throw new Error(`fyr serve ended by itself with ${running.exitCode}`);
  const ended = once(running, 'exit');
  running.kill('SIGTERM');
  const late = setTimeout(() => running.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(late);
}
