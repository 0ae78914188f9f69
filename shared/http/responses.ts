/** What a handler answers; the shell turns it into API Gateway's form. */
export interface HttpResponse {
  readonly status: number;
  /** A value to be sent as JSON, or a text as it is when `content-type` is among the headers. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** 200 with a body. */
export const ok = (body: unknown): HttpResponse => ({ status: 200, body });
/** 201: it was not there before. */
export const created = (body: unknown): HttpResponse => ({ status: 201, body });
/** 202: it was taken on; `location` is where to see how it goes on. */
export const accepted = (body: unknown, location?: string): HttpResponse => ({
  status: 202,
  body,
  ...(location === undefined ? {} : { headers: { location } }),
});
/** 200 with a page for people. */
export const html = (body: string): HttpResponse => ({
  status: 200,
  body,
  headers: { 'content-type': 'text/html; charset=utf-8' },
});
