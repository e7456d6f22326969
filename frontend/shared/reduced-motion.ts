/** For what moves by drawing and not by CSS, which looks after itself (app/globals.css). */
const QUERY = "(prefers-reduced-motion: reduce)";

export function prefersReducedMotion(): boolean {
  return window.matchMedia(QUERY).matches;
}

export function watchReducedMotion(onChange: () => void): () => void {
  const preference = window.matchMedia(QUERY);
  preference.addEventListener("change", onChange);
  return () => preference.removeEventListener("change", onChange);
}
