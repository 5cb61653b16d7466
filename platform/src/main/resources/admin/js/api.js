// The client of /api/v1. The cookie says who we are; the token of /me goes with everything that writes.

import { hostTime } from './format.js';

const BASE = '/api/v1';
let csrf = null;

/** An answer that was not a success, with the sentence of its problem detail. */
export class ApiError extends Error {
  constructor(status, problem, retryAfter) {
    super(problem?.detail || problem?.title || fallback(status));
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

function fallback(status) {
  if (status === 0) return 'TeleCoder cannot be reached. Is it running?';
  if (status === 413) return 'That is too long to send.';
  if (status === 429) return 'Too many requests.';
  return `TeleCoder answered ${status}.`;
}

/** A random key; `crypto.randomUUID` exists only on https and localhost, this everywhere. */
export function key() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

async function send(method, path, body, headers) {
  try {
    const response = await fetch(path.startsWith('/') ? path : `${BASE}/${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(method !== 'GET' && csrf ? { 'X-CSRF-Token': csrf } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    hostTime(Date.parse(response.headers.get('Date') ?? ''));
    return response;
  } catch {
    throw new ApiError(0);
  }
}

async function read(response) {
  const text = await response.text();
  if (!text) return null;
  try { return JSON.parse(text); } catch { return null; }
}

async function call(method, path, body, headers = {}) {
  let response = await send(method, path, body, headers);
  if (response.status === 403 && method !== 'GET') {
    const before = csrf;
    await me().catch(() => null);
    // The token changes when the host restarts; then, and only then, one more try is right.
    if (csrf !== before) response = await send(method, path, body, headers);
  }
  const value = await read(response);
  if (!response.ok) throw new ApiError(response.status, value, Number(response.headers.get('Retry-After')) || null);
  return value;
}

export const get = (path) => call('GET', path);
export const post = (path, body, idempotencyKey) =>
  call('POST', path, body ?? {}, idempotencyKey ? { 'Idempotency-Key': idempotencyKey } : {});
export const patch = (path, body) => call('PATCH', path, body);

/** Who we are; also brings the token that writing needs. */
export async function me() {
  const response = await send('GET', 'me');
  const value = await read(response);
  if (!response.ok) throw new ApiError(response.status, value);
  csrf = response.headers.get('X-CSRF-Token') ?? value?.csrf_token ?? value?.csrf ?? null;
  return value ?? {};
}

/** Every item of a list, page by page. */
export async function list(path, pages = 50) {
  const items = [];
  let cursor = null;
  for (let page = 0; page < pages; page++) {
    const query = new URLSearchParams({ limit: '200', ...(cursor ? { cursor } : {}) });
    const answer = await get(`${path}${path.includes('?') ? '&' : '?'}${query}`);
    items.push(...(answer?.items ?? []));
    cursor = answer?.next;
    if (!cursor) break;
  }
  return items;
}

/** /readyz answers 503 with the same body when something is down, so both are an answer here. */
export async function readiness() {
  const response = await send('GET', '/readyz');
  return { ...(await read(response)), status: response.status };
}
