// The server of a site, as the command line asks for it. Declared here; `app/src/desk` fills it.

/** What a new site begins with. */
export interface InitRequest {
  readonly service: {
    readonly id: string;
    readonly name: string;
    readonly kind: "civil" | "military" | "csirt" | "police" | "other";
    readonly minister: string | undefined;
  };
  /** The name of whoever administers it first. */
  readonly administrator: string;
}

/** Where the first administrator enrols, once: shown here and kept nowhere. */
export interface Initiated {
  readonly origin: string;
  /** What comes after the desk's address: "/enrol#SECRET". */
  readonly path: string;
  readonly expires: string;
}

/** A listener of its own: what is open to partners is not the address of the desk. */
export interface PartnersRequest {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** "https://share.example". Absent: this machine, without TLS. */
  readonly origin: string | undefined;
}

export interface ServeRequest {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Where people reach it: "https://desk.example". Absent: this machine, without TLS. */
  readonly origin: string | undefined;
  /** Files with the key and the certificate, PEM. */
  readonly tls: { readonly key: string; readonly certificate: string } | undefined;
  /** Whether clients are asked for a certificate. */
  readonly clientCertificates: boolean;
  /** Where partners fetch what was released, apart from the desk; absent: they do not reach it. */
  readonly partners: PartnersRequest | undefined;
  /** The file that names identity providers (CAVEAT_PROVIDERS). */
  readonly providers?: string | undefined;
  /** Its own folder below the site's, for the demo. */
  readonly apart?: string;
  /** Milliseconds between two turns of the ledger. */
  readonly interval: number;
  readonly onTrouble: (what: string) => void;
  /** `partners`: where they reach it. */
  readonly onReady: (url: string, partners: string | undefined) => void;
  /** Where lines about requests go; standard output where it is absent. */
  readonly logTo?: { write(line: string): void };
  readonly signal: AbortSignal;
}

export interface Desk {
  /** Makes what a site needs and registers its first service and administrator. */
  init(request: InitRequest, apart?: string): Promise<Initiated>;
  /** Serves until the signal. */
  serve(request: ServeRequest): Promise<void>;
}
