// Brings a message to the host.
import * as api from './api.js';

const TRIES_WHEN_TOO_FAST = 3;
const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

/**
 * Sends a message until the host has stored it. The key makes a second try harmless. A message that cannot be taken as it is
 * goes back into the field; any other stays where it is, to be sent again.
 *
 * Returns the error that ended it, if one did.
 */
export async function deliver({ id, text, timeline, target, pending, composer }) {
  pending.sending();
  for (let tries = 1; ; tries++) {
    try {
      const answer = await api.post(`conversations/${encodeURIComponent(target)}/messages`, { text }, id);
      const message = answer?.message;
      timeline.sent(id, typeof message === 'object' ? message?.id : message);
      composer.tell('');
      return null;
    } catch (error) {
      if (error.status === 401) composer.put(text);
      if (error.status === 429 && tries < TRIES_WHEN_TOO_FAST) {
        const seconds = Math.min(error.retryAfter ?? 2, 60);
        composer.tell(`Too fast. Sending again in ${seconds} s.`);
        await wait(seconds * 1000);
      } else if (error.status === 413 || error.status === 422) {
        timeline.unsent(id);
        composer.put(text);
        composer.tell(error.message);
        return error;
      } else {
        composer.tell('');
        pending.failed(error.message);
        return error;
      }
    }
  }
}
