// Every page that a journey opens is held to the HTML standard after the journeys: by the Nu checker where Java is installed, and
// by a parser everywhere. Pages that differ only in texts, numbers and ids are checked once.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Response } from '@playwright/test';
import { parse, type ParserError } from 'parse5';

/** What the Nu checker says of one place. */
type Message = { url: string; message: string; extract?: string };

type Fault = { problem: string; page: string; extract: string | undefined };

/** Makes the folder of the pages. */
export function collectPages(): void {
  process.env.FYR_JOURNEYS_PAGES = mkdtempSync(path.join(tmpdir(), 'fyr-pages-'));
}

/** Keeps each page that is opened in a browser. Gives what waits for the last ones. */
export function keepPages(context: BrowserContext): () => Promise<void> {
  const kept: Promise<void>[] = [];
  context.on('response', (response) => {
    const type = response.headers()['content-type'] ?? '';
    if (response.request().isNavigationRequest() && type.startsWith('text/html')) kept.push(keep(response));
  });
  return async () => {
    await Promise.all(kept);
  };
}

async function keep(response: Response): Promise<void> {
  // a page that was left before it was complete has no text
  const html = await response.text().catch(() => '');
  const shape = html.replace(/>[^<]+</g, '><').replace(/[0-9a-f-]{8,}|\d+/g, '#');
  const hash = createHash('sha1').update(shape).digest('hex').slice(0, 12);
  const name = new URL(response.url()).pathname.replace(/[^a-z]+/gi, '-');
  if (html !== '') writeFileSync(path.join(process.env.FYR_JOURNEYS_PAGES!, `page${name}.${hash}.html`), html);
}

/** What is wrong with the pages that were kept. */
export function checkPages(): string[] {
  const folder = process.env.FYR_JOURNEYS_PAGES!;
  const pages = readdirSync(folder);
  const faults = [...pages.flatMap((page) => parseErrors(folder, page)), ...nuErrors(folder)];
  rmSync(folder, { recursive: true });
  // one page of each fault says enough
  const first = new Map(faults.map((fault) => [fault.problem, fault]));
  return [...first.values()].map(({ problem, page, extract }) => `${problem} In ${page}: ${extract}`);
}

function parseErrors(folder: string, page: string): Fault[] {
  const html = readFileSync(path.join(folder, page), 'utf8');
  const lines = html.split('\n');
  const errors: ParserError[] = [];
  parse(html, { sourceCodeLocationInfo: true, onParseError: (error) => errors.push(error) });
  return errors.map(({ code, startLine, startCol }) => ({ problem: code, page, extract: lines[startLine - 1]?.slice(startCol - 40, startCol + 40) }));
}

function nuErrors(folder: string): Fault[] {
  const jar = createRequire(__filename).resolve('vnu-jar/build/dist/vnu.jar');
  const arguments_ = ['-jar', jar, '--stdout', '--format', 'json', '--exit-zero-always', '--errors-only', folder];
  const { error, stdout } = spawnSync('java', arguments_, { encoding: 'utf8', maxBuffer: 100_000_000 });
  if (error !== undefined) {
    console.log('Java is not installed: pages are held to a parser alone.');
    return [];
  }
  const { messages } = JSON.parse(stdout) as { messages: Message[] };
  return messages.map(({ url, message, extract }) => ({ problem: message, page: path.basename(url), extract }));
}
