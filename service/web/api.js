// The service's routes as the page and the widget call them.

const SILENCE_MS = 60_000; // the stream sends a heartbeat far more often than this

/** What went wrong, in Persian; `retryAfter` in seconds where the service asked for patience. */
export class ServiceError extends Error {
  constructor(message, retryAfter = null) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

/** The events of /v1/ask/stream as [name, data], in order; ends with `done`. Throws ServiceError, or AbortError when aborted. */
export async function* askEvents(base, { question, documents, history }, signal) {
  const response = await call(base, "v1/ask/stream", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify({ question, documents, history }),
    signal,
  });
  for await (const [name, data] of readEvents(response.body, signal)) {
    if (name === "error") throw new ServiceError(data.detail);
    yield [name, data];
    if (name === "done") return;
  }
  throw new ServiceError("پاسخ ناتمام ماند. دوباره بپرسید.");
}

export async function getJson(base, path) {
  return (await call(base, path)).json();
}

export async function sendFeedback(base, feedback) {
  await call(base, "v1/feedback", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(feedback),
  });
}

async function call(base, path, options = {}) {
  let response;
  try {
    response = await fetch(new URL(path, base), options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServiceError("به سامانه دسترسی نیست. اتصال شبکه را ببینید و دوباره بپرسید.");
  }
  if (response.ok) return response;
  const detail = await response.json().then((problem) => problem.detail, () => null);
  const retryAfter = secondsOf(response.headers.get("Retry-After"));
  if (response.status === 429) throw new ServiceError("شمار پرسش‌ها از اندازه گذشت.", retryAfter ?? 30);
  throw new ServiceError(detail ?? `سامانه پاسخ نداد (خطای ${response.status}).`, retryAfter);
}

/** Retry-After as seconds from now: a number of seconds or an HTTP date (RFC 9110, 10.2.3). */
function secondsOf(header) {
  if (!header) return null;
  const seconds = Number(header);
  const left = Number.isNaN(seconds) ? (Date.parse(header) - Date.now()) / 1000 : seconds;
  return Number.isNaN(left) ? null : Math.max(1, Math.ceil(left));
}

/** Server-sent events of a response body (WHATWG HTML, 9.2.6); comments are heartbeats and are passed over. */
async function* readEvents(body, signal) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  try {
    for (;;) {
      const { value, done } = await withinSilence(reader.read());
      if (done) return;
      buffer += value.replaceAll("\r", "");
      for (let end = buffer.indexOf("\n\n"); end >= 0; end = buffer.indexOf("\n\n")) {
        const event = parseEvent(buffer.slice(0, end));
        buffer = buffer.slice(end + 2);
        if (event) yield event;
      }
    }
  } catch (error) {
    if (signal?.aborted || error instanceof ServiceError) throw error;
    throw new ServiceError("ارتباط با سامانه در میانهٔ پاسخ قطع شد. دوباره بپرسید.");
  } finally {
    reader.cancel().catch(() => {});
  }
}

function parseEvent(block) {
  let name = "message";
  const data = [];
  for (const line of block.split("\n")) {
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (field === "event") name = value;
    else if (field === "data") data.push(value);
  }
  return data.length ? [name, JSON.parse(data.join("\n"))] : null;
}

function withinSilence(promise) {
  let timer;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new ServiceError("سامانه دیر کرد. دوباره بپرسید.")), SILENCE_MS);
  });
  return Promise.race([promise, silence]).finally(() => clearTimeout(timer));
}
