/** Whether MapLibre can draw here: it needs WebGL 2. */
export function glUsable(): boolean {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return false;
  gl.getExtension("WEBGL_lose_context")?.loseContext(); // browsers keep only a few contexts alive
  return true;
}
