/** Where to go after the log-in: only a path of this site, never another address. */
export function safeNext(next: string | null, origin: string = location.origin): string {
  if (!next) return "/map";
  try {
    const url = new URL(next, origin);
    return url.origin === origin && url.pathname !== "/login" ? url.pathname + url.search : "/map";
  } catch (bad) {
    console.warn("the address to go on to is not one", bad);
    return "/map";
  }
}
