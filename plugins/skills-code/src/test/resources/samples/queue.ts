import { EventEmitter } from 'events';

/** What a worker is given to do. */
export interface Job<T> {
  id: string;
  payload: T;
  attempts: number;
}

export type Handler<T> = (job: Job<T>) => Promise<void>;

const MAX_ATTEMPTS = 3;

export class JobQueue<T> extends EventEmitter {
  private readonly waiting: Job<T>[] = [];
  private running = 0;

  constructor(private readonly handler: Handler<T>, private readonly limit = 2) {
    super();
  }

  /** Adds a job and starts it as soon as there is room. */
  enqueue(id: string, payload: T): void {
    this.waiting.push({ id, payload, attempts: 0 });
    this.pump();
  }

  get size(): number {
    return this.waiting.length + this.running;
  }

  private pump(): void {
    while (this.running < this.limit && this.waiting.length > 0) {
      const job = this.waiting.shift();
      if (!job) {
        return;
      }
      this.running++;
      void this.run(job);
    }
  }

  private async run(job: Job<T>): Promise<void> {
    try {
      job.attempts += 1;
      await this.handler(job);
      this.emit('done', job);
    } catch (error) {
      if (job.attempts < MAX_ATTEMPTS) {
        this.waiting.push(job);
      } else {
        this.emit('failed', job, error);
      }
    } finally {
      this.running--;
      this.pump();
    }
  }
}

export const delay = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

export function retryAfter(attempt: number, base = 100): number {
  const jitter = Math.random() * base;
  return base * 2 ** attempt + jitter;
}

export default function createQueue<T>(handler: Handler<T>): JobQueue<T> {
  return new JobQueue(handler);
}
