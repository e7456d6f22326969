/** What the API counts, as Prometheus reads it. */
export class Metrics {
  constructor(private readonly apiUrl: string) {}

  /** The value of a sample such as `hirecoach_reconnects_total{reporter="page"}`; 0 where it is not there yet. */
  async value(sample: string): Promise<number> {
    const text = await (await fetch(`${this.apiUrl}/metrics`)).text();
    const line = text.split("\n").find((each) => each.startsWith(`${sample} `));
    return Number(line?.slice(sample.length + 1) ?? 0);
  }

  /** The sum over all labels of a metric. */
  async total(name: string): Promise<number> {
    const text = await (await fetch(`${this.apiUrl}/metrics`)).text();
    const lines = text.split("\n").filter((each) => each.startsWith(`${name}{`));
    return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
  }
}
