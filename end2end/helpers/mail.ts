// Mail that Fyr sent: the files in the data folder, read as a mail program would.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { Say } from './texts';

export type Mail = { subject: string; text: string; html: string };

type Part = { headers: Map<string, string>; body: string };

function part(raw: string): Part {
  const [head = '', ...rest] = raw.split(/\r?\n\r?\n/);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = lines.map((line) => [line.split(':', 1)[0]!.toLowerCase(), line.replace(/^[^:]*:\s*/, '')] as const);
  return { headers: new Map(headers), body: rest.join('\n\n') };
}

function quotedPrintable(text: string): Buffer {
  return Buffer.from(text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
}

function decoded({ headers, body }: Part): string {
  const coding = headers.get('content-transfer-encoding')?.toLowerCase();
  if (coding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (coding === 'quoted-printable') return quotedPrintable(body).toString('utf8');
  return body;
}

function word(header: string): string {
  return header.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([bq])\?(.*?)\?=/gi, (_, kind: string, code: string) =>
    kind.toLowerCase() === 'b' ? Buffer.from(code, 'base64').toString('utf8') : quotedPrintable(code.replace(/_/g, ' ')).toString('utf8'),
  );
}

function leaves(whole: Part): Part[] {
  const boundary = /boundary="?([^";]+)"?/.exec(whole.headers.get('content-type') ?? '')?.[1];
  if (boundary === undefined) return [whole];
  const inner = whole.body.split(`--${boundary}`).slice(1, -1);
  return inner.flatMap((raw) => leaves(part(raw.replace(/^\r?\n/, ''))));
}

function read(file: string): Mail & { to: string } {
  const whole = part(readFileSync(file, 'utf8'));
  const of = (type: string) => leaves(whole).find((leaf) => leaf.headers.get('content-type')?.startsWith(type));
  const [text, html] = [of('text/plain'), of('text/html')];
  return {
    to: whole.headers.get('to') ?? '',
    subject: word(whole.headers.get('subject') ?? ''),
    text: text ? decoded(text) : '',
    html: html ? decoded(html) : '',
  };
}

/** Every mail to `address` so far whose text has `words`, oldest first. */
export function mailsTo(address: string, words: string): Mail[] {
  const folder = path.join(process.env.FYR_JOURNEYS_DATA!, 'mail');
  const files = readdirSync(folder).filter((name) => name.endsWith('.eml')).sort();
  // lines of the text are broken anywhere between words
  const fits = ({ text }: Mail) => text.replace(/\s+/g, ' ').includes(words);
  return files.map((name) => read(path.join(folder, name))).filter((mail) => mail.to.includes(address) && fits(mail));
}

/** The first of these mails, once it has been sent. */
export async function mailTo(address: string, words: string): Promise<Mail> {
  const there = () => mailsTo(address, words).length > 0;
  await expect.poll(there, { message: `mail to ${address} with ${words}`, timeout: 20_000 }).toBe(true);
  return mailsTo(address, words)[0]!;
}

/** What is said to mailboxes that have not answered: nothing that anyone typed. */
export function sayLittle(say: Say): string {
  return say('mail-bare', { url: process.env.FYR_JOURNEYS_URL! });
}

/** The first address in a mail whose path begins with `start`. */
export function linkIn(mail: Mail, start: string): string {
  // without the full stop of a sentence
  const links = mail.text.match(/https?:\/\/[^\s<>]*[^\s<>.,]/g) ?? [];
  const link = links.find((one) => new URL(one).pathname.startsWith(start));
  if (link === undefined) throw new Error(`no link to ${start} in:\n${mail.text}`);
  return link;
}
