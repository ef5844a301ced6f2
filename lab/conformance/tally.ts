interface Counts {
  taken: number;
  refused: number;
  requests: number;
  failed: number;
}

/** What was tried before each edge, counted. */
export class Tally {
  private readonly counts = new Map<string, Counts>();

  made(edge: string, refused: boolean): void {
    this.of(edge)[refused ? "refused" : "taken"] += 1;
  }

  tried(edge: string, requests: number, failed: boolean): void {
    const counts = this.of(edge);
    counts.requests += requests;
    if (failed) counts.failed += 1;
  }

  get failed(): number {
    return [...this.counts.values()].reduce((sum, { failed }) => sum + failed, 0);
  }

  summary(): string {
    return [...this.counts]
      .map(
        ([edge, { taken, refused, requests, failed }]) =>
          `${edge} ${taken} taken, ${refused} refused at synth, ${requests} requests, ${failed} failed`,
      )
      .join("; ");
  }

  private of(edge: string): Counts {
    const counts = this.counts.get(edge) ?? { taken: 0, refused: 0, requests: 0, failed: 0 };
    this.counts.set(edge, counts);
    return counts;
  }
}
