import { Counter, Histogram, Registry } from "prom-client";
import type { RequestLine } from "./log.ts";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** What can be counted of a server without saying what is in it. */
export class Metrics {
  readonly #registry: Registry = new Registry();
  readonly #requests: Counter;
  readonly #seconds: Histogram;
  readonly #refusals: Counter;
  readonly #alarms: Counter;

  constructor() {
    const registers = [this.#registry];
    this.#requests = new Counter({
      name: "caveat_http_requests_total",
      help: "Requests answered",
      labelNames: ["method", "route", "status"],
      registers,
    });
    this.#seconds = new Histogram({
      name: "caveat_http_request_seconds",
      help: "Time from the head of a request to its answer",
      labelNames: ["route"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    });
    this.#refusals = new Counter({
      name: "caveat_http_refusals_total",
      help: "Requests refused, by code",
      labelNames: ["code"],
      registers,
    });
    this.#alarms = new Counter({
      name: "caveat_alarms_total",
      help: "Alarms raised, by code",
      labelNames: ["code"],
      registers,
    });
  }

  count({ method, route, status, milliseconds, code }: RequestLine): void {
    const known = METHODS.has(method) ? method : "other";
    this.#requests.inc({ method: known, route, status: String(status) });
    this.#seconds.observe({ route }, milliseconds / 1000);
    if (code !== undefined) this.#refusals.inc({ code });
  }

  alarm(code: string): void {
    this.#alarms.inc({ code });
  }

  /** In the text format of Prometheus. */
  async text(): Promise<string> {
    return this.#registry.metrics();
  }
}
