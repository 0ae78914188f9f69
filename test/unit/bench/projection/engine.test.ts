import { describe, expect, it } from '@jest/globals';
import { newSimulation, type Steps } from '../../../../bench/projection/engine.ts';
import { latencyDraw, meanOf, singleItem, transactionOf } from '../../../../bench/projection/latency.ts';
import { hotPartition } from '../../../../bench/projection/partition.ts';
import { seededRandom } from '../../../../bench/random.ts';

describe('the simulation', () => {
  it('lets events happen in the order of their times, and of one time in the order they were planned', () => {
    const simulation = newSimulation();
    const seen: string[] = [];
    for (const [delay, name] of [
      [5, 'd'],
      [1, 'a'],
      [3, 'b'],
      [3, 'c'],
      [9, 'too late'],
    ] as const) {
      simulation.after(delay, () => seen.push(`${name}@${simulation.now()}`));
    }
    simulation.runUntil(9);
    expect(seen).toEqual(['a@1', 'b@3', 'c@3', 'd@5']);
    expect(simulation.now()).toBe(9);
  });

  it('lets processes take turns where they yield', () => {
    const simulation = newSimulation();
    const seen: string[] = [];
    function* process(name: string, step: number): Steps {
      for (let n = 0; n < 3; n += 1) {
        yield step;
        seen.push(`${name}@${simulation.now()}`);
      }
    }
    simulation.start(process('slow', 4));
    simulation.start(process('fast', 3));
    simulation.runUntil(100);
    expect(seen).toEqual(['fast@3', 'slow@4', 'fast@6', 'slow@8', 'fast@9', 'slow@12']);
  });

  it('keeps thousands of random events in order', () => {
    const simulation = newSimulation();
    const random = seededRandom(5);
    let last = 0;
    let ordered = true;
    for (let n = 0; n < 5_000; n += 1) {
      simulation.after(random() * 1_000, () => {
        ordered &&= simulation.now() >= last;
        last = simulation.now();
      });
    }
    simulation.runUntil(1_000);
    expect(ordered).toBe(true);
    expect(last).toBeGreaterThan(990);
  });
});

describe('a partition', () => {
  it.each([0.5, 0.7, 0.9])(
    'makes random writes at %f of its limit wait as the queue M/D/1 does: rho / (2 mu (1 - rho))',
    (load) => {
      const simulation = newSimulation();
      const random = seededRandom(11);
      const partition = hotPartition(simulation, () => 0);
      let waited = 0;
      let writes = 0;
      function* write(): Steps {
        const begun = simulation.now();
        yield* partition.write(
          () => 1,
          () => {},
        );
        waited += simulation.now() - begun;
        writes += 1;
      }
      function* arrive(): Steps {
        for (;;) {
          yield -Math.log(1 - random()) / load;
          simulation.start(write());
        }
      }
      simulation.start(arrive());
      simulation.runUntil(400_000);
      // The mean wait of an M/D/1 queue, in milliseconds: arrivals are random, and each write takes exactly 1 ms.
      const expected = load / (2 * (1 - load));
      expect(waited / writes).toBeGreaterThan(expected * 0.95);
      expect(waited / writes).toBeLessThan(expected * 1.05);
    },
  );

  it('cancels a transaction that meets another one, and carries the first one out', () => {
    const simulation = newSimulation();
    const partition = hotPartition(
      simulation,
      latencyDraw(() => 0.5),
    );
    const ends: string[] = [];
    function* transact(delay: number): Steps {
      yield delay;
      ends.push(yield* partition.transact(transactionOf(5), () => {}));
    }
    for (const delay of [0, 5, 60]) simulation.start(transact(delay));
    simulation.runUntil(1_000);
    expect(ends).toEqual(['done', 'conflict', 'done']);
    expect(partition.consumed()).toBe(2 + 1 + 2);
  });
});

describe('published latencies', () => {
  it('are drawn so that their quantiles come out again', () => {
    const draw = latencyDraw(seededRandom(3));
    const drawn = Array.from({ length: 50_000 }, () => draw(singleItem)).sort((a, b) => a - b);
    expect(drawn[25_000]).toBeCloseTo(7.55, 1);
    expect(drawn[45_000]).toBeCloseTo(11.3, 0);
    expect(drawn[49_500]).toBeCloseTo(16.2, 0);
    const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
    expect(mean).toBeCloseTo(meanOf(singleItem), 1);
  });

  it('of transactions lie on the line through the two published sizes', () => {
    expect(transactionOf(5)[1]).toEqual([0.5, 25.3]);
    expect(transactionOf(25)[1]).toEqual([0.5, 32.1]);
    expect(transactionOf(15)[1]?.[1]).toBeCloseTo((25.3 + 32.1) / 2);
  });
});
