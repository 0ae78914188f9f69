import { Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

/** A dead-letter queue. Redriving sends its messages to `queue` again, or to the bus if `queue` is undefined. */
export interface RegisteredQueue {
  readonly name: string;
  readonly queue: Queue | undefined;
  readonly deadLetters: Queue;
  readonly deadLettersName: string;
}

/** What a function may do with all queues: read their state (`watch`), or also send dead letters again (`redrive`). */
export type QueueAccess = 'watch' | 'redrive';

/** Collects all queues of the stage for the functions of the ops service. */
export class QueueRegistry {
  readonly #bus: EventBus;
  readonly #queues: RegisteredQueue[] = [];
  #handedOut = false;

  constructor(bus: EventBus) {
    this.#bus = bus;
  }

  /** @throws Error after `handTo`, because the function that has received the list would not know this queue. */
  register(queue: RegisteredQueue): void {
    if (this.#handedOut) throw new Error(`Compose ops last: it would not know the queue ${queue.name}`);
    this.#queues.push(queue);
  }

  /**
   * Gives a function the list of all queues in the environment variable `QUEUES`, and the permissions for `access`. The
   * list is JSON, with entries `{ name, url, dlqUrl, dlqName, target }`. A relay has the `target` `bus` and no `url`.
   */
  handTo(scope: Construct, target: ServiceFunction, access: QueueAccess): void {
    this.#handedOut = true;
    const list = this.#queues.map(({ name, queue, deadLetters, deadLettersName }) => ({
      name,
      ...(queue === undefined ? {} : { url: queue.queueUrl }),
      dlqUrl: deadLetters.queueUrl,
      dlqName: deadLettersName,
      target: queue === undefined ? 'bus' : 'queue',
    }));
    target.addEnvironment('QUEUES', Stack.of(scope).toJsonString(list));
    const inboxes = this.#queues.flatMap(({ queue }) => (queue === undefined ? [] : [queue.queueArn]));
    const deadLetters = this.#queues.map((queue) => queue.deadLetters.queueArn);
    target.allow(['sqs:GetQueueAttributes'], [...inboxes, ...deadLetters]);
    target.allow(['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility'], deadLetters);
    if (access === 'watch') return;
    target.allow(['sqs:DeleteMessage'], deadLetters);
    target.allow(['sqs:SendMessage'], inboxes);
    target.addEnvironment('EVENT_BUS_NAME', this.#bus.eventBusName);
    target.allow(['events:PutEvents'], [this.#bus.eventBusArn]);
  }
}
