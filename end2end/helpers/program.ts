// Starts Fyr before the journeys, each in a folder of its own, and stops it after them: one with the demonstration's content,
// one that is nearly empty and allows little, and one whose database is away.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { checkPages, collectPages } from './pages';
import { alone, password } from './people';

const repository = path.resolve(__dirname, '../..');
const program = process.env.FYR_BIN ?? path.join(repository, 'target/ci/fyr');

type Portal = {
  url: string;
  data: string;
  /** What it has printed and logged so far. */
  said: () => string;
  /** Stops it, and tells what it logged as faults of its own. */
  end: () => Promise<string[]>;
};

type Wish = {
  settings: Record<string, string>;
  /** Commands to run before it serves; `data` is its folder. */
  before?: (data: string) => string[][];
  /** Whether people may also sign in with a real OpenID provider, which is started beside it. */
  provider?: boolean;
  /** The path that answers 200 once it serves. */
  ready: string;
};

export default async function start(): Promise<() => Promise<void>> {
  const plenty = { FYR_DEMO: 'true', FYR_MAX_FILE_MB: '1', FYR_MAX_FILES_MB: '2', FYR_LIMIT_SIGN_IN: '1000000', FYR_LIMIT_WRITES: '1000000', FYR_LIMIT_TEXT_MB: '10000', FYR_LIMIT_NETWORK_TEXT_MB: '10000', FYR_STATUS_MAIL_DELAY: '0' };
  const portals = await Promise.all([
    serve({ settings: plenty, before: () => [['import', 'demo', path.join(repository, 'demo')], ['reindex']], ready: '/readyz', provider: true }),
    // each journey says from which network it comes, so that one does not use up what another is allowed
    serve({ settings: { FYR_LIMIT_SIGN_IN: '2', FYR_TRUSTED_PROXIES: '1' }, before: nearlyEmpty, ready: '/readyz' }),
    // port 1: nobody listens
    serve({ settings: { FYR_DATABASE_URL: 'postgres://fyr@127.0.0.1:1/fyr' }, ready: '/healthz' }),
  ]);
  collectPages();
  const [full, small, away] = portals;
  process.env.FYR_JOURNEYS_URL = full.url;
  process.env.FYR_JOURNEYS_DATA = full.data;
  process.env.FYR_JOURNEYS_SMALL_URL = small.url;
  process.env.FYR_JOURNEYS_AWAY_URL = away.url;

  return async () => {
    const [ofFull, ofSmall] = await Promise.all(portals.map((portal) => portal.end()));
    // the third has reason to complain
    const faults = [...ofFull!, ...ofSmall!];
    if (faults.length > 0) throw new Error(`Fyr logged faults of its own:\n${faults.join('\n')}`);
    const invalid = checkPages();
    if (invalid.length > 0) throw new Error(`Pages are not valid HTML:\n${invalid.join('\n')}`);
  };
}

/** Content of the portal that has next to none: a counsellor without participants. */
function nearlyEmpty(data: string): string[][] {
  const text = `[[person]]\nemail = "${alone.email}"\nname = "${alone.name}"\nrole = "counsellor"\nlanguage = "${alone.lang}"\npassword = "${password}"\n`;
  writeFileSync(path.join(data, 'demo.toml'), text);
  return [['import', 'demo', data]];
}

/** Starts a portal in a folder of its own. */
export async function serve({ settings, before, ready, provider }: Wish): Promise<Portal> {
  const data = mkdtempSync(path.join(tmpdir(), 'fyr-journeys-'));
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  // what the developer has set for their own portal stays out of it
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('FYR_'));
  const beside = provider ? await startProvider(url) : undefined;
  const known = beside === undefined ? {} : { FYR_PROVIDERS: beside.settings };
  const env = { ...Object.fromEntries(inherited), FYR_DATA_DIR: data, FYR_LISTEN: address, FYR_PUBLIC_URL: url, ...known, ...settings };
  for (const words of before?.(data) ?? []) {
    const { status, stderr, error } = spawnSync(program, words, { env, cwd: data, encoding: 'utf8' });
    if (status !== 0) throw new Error(`fyr ${words.join(' ')}: ${error?.message ?? stderr}`);
  }

  const log = path.join(data, 'fyr.log');
  const output = openSync(log, 'w');
  const running = spawn(program, ['serve'], { env, cwd: data, stdio: ['ignore', output, output] });
  closeSync(output);
  try {
    await answers(`${url}${ready}`, running);
  } catch (error) {
    running.kill('SIGKILL');
    throw new Error(`${error}\n${readFileSync(log, 'utf8')}`);
  }
  const end = async () => {
    await stop(running);
    beside?.running.stdin?.end();
    const said = readFileSync(log, 'utf8');
    rmSync(data, { recursive: true });
    return said.split('\n').filter((line) => /\bERROR\b|panicked/.test(line));
  };
  return { url, data, said: () => readFileSync(log, 'utf8'), end };
}

/** Starts a real provider for one portal. Gives what the portal must know of it. */
async function startProvider(portal: string): Promise<{ running: ChildProcess; settings: string }> {
  const env = { ...process.env, PORTAL: portal };
  const running = spawn(process.execPath, [path.join(repository, 'end2end/provider/provider.mjs')], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: running.stdout! });
  for await (const line of lines) {
    if (!line.startsWith('{')) continue;
    const { issuer } = JSON.parse(line) as { issuer: string };
    process.env.FYR_JOURNEYS_PROVIDER_URL = issuer;
    const settings = `[{ slug = "kommun", name = "Kommunkonto", issuer = "${issuer}", client_id = "fyr", client_secret = "a secret of ours" }]`;
    return { running, settings };
  }
  throw new Error('the provider did not start');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function answers(url: string, running: ChildProcess): Promise<void> {
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
