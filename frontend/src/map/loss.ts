/** A WebGL context that was taken away usually comes back by itself; one that does not is given up. */

const PATIENCE_MS = 8_000;

/** Calls `gone` once if the context stays lost. Gives a function that ends the watch. */
export function watchLoss(canvas: HTMLCanvasElement, gone: () => void, patience = PATIENCE_MS): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const calm = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
  const lost = (): void => {
    timer ??= setTimeout(gone, patience);
  };
  canvas.addEventListener("webglcontextlost", lost);
  canvas.addEventListener("webglcontextrestored", calm);
  return () => {
    calm();
    canvas.removeEventListener("webglcontextlost", lost);
    canvas.removeEventListener("webglcontextrestored", calm);
  };
}
