"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

/**
 * Follow a growing list only while its end is in sight: a person who has scrolled up to read is
 * left where they are, and told that there is something new.
 *
 * `version` changes whenever there is something new at the end.
 */
export function useStickToBottom(version: string): {
  end: RefObject<HTMLDivElement | null>;
  hasNews: boolean;
  goToEnd: () => void;
} {
  const end = useRef<HTMLDivElement | null>(null);
  const isAtEnd = useRef(true);
  const seen = useRef<string | null>(null);
  const [hasNews, setHasNews] = useState(false);

  const goToEnd = useCallback(() => {
    end.current?.scrollIntoView?.({ block: "end" });
    setHasNews(false);
  }, []);

  useEffect(() => {
    const sentinel = end.current;
    if (!sentinel || typeof IntersectionObserver === "undefined") return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        isAtEnd.current = entry?.isIntersecting ?? true;
        if (isAtEnd.current) setHasNews(false);
      },
      // A few lines above the end still count as "at the end".
      { rootMargin: "0px 0px 120px 0px" },
    );
    observer.observe(sentinel);
    return () => observer.disconnect();
  }, []);

  // What stands there grows by itself, too: speech that is recognised, a score that comes late. A browser
  // measures sizes before it looks what is in sight, so this is no reason to believe that a person scrolled up.
  useEffect(() => {
    const list = end.current?.parentElement;
    if (!list || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) goToEnd();
    });
    for (const element of [list, ...list.children]) observer.observe(element);
    return () => observer.disconnect();
  }, [goToEnd]);

  useEffect(() => {
    const isFirst = seen.current === null;
    if (seen.current === version) return;
    seen.current = version;
    if (isAtEnd.current) goToEnd();
    else if (!isFirst) setHasNews(true);
  }, [version, goToEnd]);

  return { end, hasNews, goToEnd };
}
