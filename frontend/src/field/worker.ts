/**
 * Service worker of the field page: the page and its files without a network. It never keeps answers of the API: what a
 * person may see lies sealed in the page's own store.
 */
interface Shell {
  version: string;
  files: string[];
}
interface Waited {
  waitUntil(promise: Promise<unknown>): void;
}
interface Fetched extends Waited {
  request: Request;
  respondWith(response: Promise<Response>): void;
}
interface WorkerScope {
  location: Location;
  caches: CacheStorage;
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: "install" | "activate", hear: (event: Waited) => void): void;
  addEventListener(kind: "fetch", hear: (event: Fetched) => void): void;
}

{
  const worker = self as unknown as WorkerScope;
  const PAGE = "/field";
  const PREFIX = "safegrid-field-";
  /** A line that is there but carries nothing: the kept page is shown. */
  const PATIENCE_MS = 4_000;

  const keep = async (): Promise<void> => {
    const shell = (await (await fetch(`${PAGE}/shell.json`, { cache: "no-store" })).json()) as Shell;
    const name = PREFIX + shell.version;
    if (await worker.caches.has(name)) return;
    const cache = await worker.caches.open(name);
    try {
      const page = await fetch(PAGE, { cache: "no-store" });
      if (!page.ok || page.redirected) throw new Error("the log-in is not the page");
      await cache.put(PAGE, page);
      await cache.addAll(shell.files);
    } catch (error) {
      await worker.caches.delete(name); // half a page is none
      throw error;
    }
    const names = await worker.caches.keys();
    const old = names.filter((one) => one.startsWith(PREFIX) && one !== name);
    await Promise.all(old.map((one) => worker.caches.delete(one)));
  };

  const kept = async (request: Request | string): Promise<Response | undefined> =>
    worker.caches.match(request, { ignoreVary: true });

  const page = async (request: Request): Promise<Response> => {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    try {
      const fresh = await fetch(request, { signal: patience });
      // The log-in is shown as it comes; a server that stumbles is as good as none.
      if (fresh.status < 500) return fresh;
      return (await kept(PAGE)) ?? fresh;
    } catch (error) {
      const known = await kept(PAGE);
      if (known) return known;
      throw error;
    }
  };

  const file = async (request: Request): Promise<Response> => (await kept(request)) ?? fetch(request);

  worker.addEventListener("install", (event) => {
    event.waitUntil(keep().then(() => worker.skipWaiting()));
  });
  worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== worker.location.origin) return;
    if (request.mode === "navigate" && url.pathname === PAGE) {
      event.respondWith(page(request));
      event.waitUntil(keep().catch((error: unknown) => console.warn("the page was not kept", error)));
    } else if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  });
}
