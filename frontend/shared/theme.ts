/** Light, dark, or as the system says. Stored in this browser only, under `hirecoach.theme`. */

export type Theme = "system" | "light" | "dark";

const KEY = "hirecoach.theme";

/** Runs before the first paint, so that nobody who chose dark sees a flash of light. Kept tiny: it is on every page. */
export const themeScript = `try{var t=localStorage.getItem("${KEY}");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch(e){}`;

export function readTheme(): Theme {
  try {
    const stored = window.localStorage.getItem(KEY);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}

export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system") window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, theme);
  } catch {
    // Storage is off in this browser: the theme holds until the page is left.
  }
}
