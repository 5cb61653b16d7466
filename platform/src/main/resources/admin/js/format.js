// Values as people read them.

const NOTABLE_SKEW = 3000;
let skew = 0;

/** Tells what time it is on the host. A phone whose clock is wrong must not let a question expire. */
export function hostTime(ms) {
  if (Number.isFinite(ms)) skew = Math.abs(ms - Date.now()) > NOTABLE_SKEW ? ms - Date.now() : 0;
}

/** Now, by the clock of the host. */
export const now = () => Date.now() + skew;

const sameDay = (a, b) => a.toDateString() === b.toDateString();

/** 14:05, or 22 Nov 14:05 when it is another day. */
export function when(iso) {
  const date = new Date(iso);
  if (!iso || Number.isNaN(date.getTime())) return '';
  const time = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (sameDay(date, new Date())) return time;
  return `${date.getDate()} ${date.toLocaleString('en', { month: 'short' })} ${time}`;
}

export function ago(iso) {
  const seconds = (now() - new Date(iso).getTime()) / 1000;
  if (!Number.isFinite(seconds)) return '';
  if (seconds < 45) return 'now';
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min`;
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h`;
  return when(iso).replace(/ \d\d:\d\d$/, '');
}

export function duration(ms) {
  if (!Number.isFinite(ms)) return '';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** What is left until `iso`: "4 min", "59 s", or "" when it is over. */
export function remaining(iso) {
  const seconds = Math.ceil((new Date(iso).getTime() - now()) / 1000);
  if (!(seconds > 0)) return '';
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

export function size(bytes) {
  if (!Number.isFinite(bytes)) return '';
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The name of a person, given as text or as an object. */
export function person(value) {
  if (!value) return '';
  return typeof value === 'string' ? value : value.name ?? value.display_name ?? value.id ?? '';
}

export function money(usd) {
  if (!Number.isFinite(usd) || usd <= 0) return '';
  return usd < 0.01 ? 'under $0.01' : `$${usd.toFixed(2)}`;
}

export const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
