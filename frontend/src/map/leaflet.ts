// Leaflet comes with the page (django-leaflet); `leaflet` is aliased to this file, so that it stays the only one.
type Leaflet = typeof import("leaflet");
const leaflet = (globalThis as unknown as { L: Leaflet }).L;
export default leaflet;
