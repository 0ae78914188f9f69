/** A queue of the platform with its dead-letter queue, as the stack tells the functions of ops by `QUEUES`. */
export interface PlatformQueue {
  /** As `orders-inbox`, or `orders-relay` for what a relay could not publish. */
  readonly name: string;
  /** Absent for a relay, which has no queue but a stream. */
  readonly url?: string | undefined;
  readonly dlqUrl: string;
  readonly dlqName: string;
  /** Where a redrive takes its messages: back to the queue, or to the bus once more. */
  readonly target: 'queue' | 'bus';
}

/** The queue that goes by this name, its own or its dead-letter queue's. */
export const queueNamed = (queues: readonly PlatformQueue[], name: string): PlatformQueue | undefined =>
  queues.find((queue) => queue.name === name || queue.dlqName === name);
