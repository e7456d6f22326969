"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useEffect, useState } from "react";
import { applyTheme, readTheme, type Theme } from "@/shared/theme";
import { Button } from "./button";

const next: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const names: Record<Theme, string> = { system: "as your system", light: "light", dark: "dark" };
const icons = { system: Monitor, light: Sun, dark: Moon };

/** Goes round: as the system says, light, dark. */
export function ThemeToggle() {
  const [theme, setTheme] = useState<Theme>("system");
  useEffect(() => setTheme(readTheme()), []);
  const Icon = icons[theme];
  const name = `Theme: ${names[theme]}. Change to ${names[next[theme]]}`;

  return (
    <Button
      look="quiet"
      iconOnly
      aria-label={name}
      title={name}
      onClick={() => {
        applyTheme(next[theme]);
        setTheme(next[theme]);
      }}
    >
      <Icon aria-hidden className="size-5" />
    </Button>
  );
}
