// Leaflet comes with the page (django-leaflet); `leaflet` is aliased to this file, so that it stays the only one.
type Leaflet = typeof import("leaflet");
const leaflet = (globalThis as unknown as { L: Leaflet }).L;
export default leaflet;

interface Drawing {
  _ctx?: CanvasRenderingContext2D;
}
interface CanvasClass {
  prototype: { _redraw(this: Drawing): void };
  include(methods: { _redraw(this: Drawing): void }): void;
}

/**
 * Leaflet 1.9 forgets a frame that it asked for when it draws before that frame comes: nothing calls it off when the
 * map is taken away, and it would draw on a canvas that is gone.
 */
function drawOnlyWhatIsThere(canvas: CanvasClass): void {
  const redraw = canvas.prototype._redraw;
  canvas.include({
    _redraw() {
      if (this._ctx) redraw.call(this);
    },
  });
}

if (leaflet) drawOnlyWhatIsThere(leaflet.Canvas as unknown as CanvasClass);
