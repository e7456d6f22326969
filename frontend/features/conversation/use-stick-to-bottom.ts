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

  // Only a person scrolls upwards; what grows below them (a score that arrives) does not count, though the scroll of a
  // moment before may be told after it.
  useEffect(() => {
    const before = new WeakMap<Element, number>();
    const onScroll = ({ target }: Event) => {
      const scrolled = target instanceof Element ? target : document.documentElement;
      if (!end.current || !scrolled.contains(end.current)) return;
      const wentUp = scrolled.scrollTop < (before.get(scrolled) ?? 0);
      before.set(scrolled, scrolled.scrollTop);
      if (isInSight(end.current)) {
        isAtEnd.current = true;
        setHasNews(false);
      } else if (wentUp) isAtEnd.current = false;
    };
    document.addEventListener("scroll", onScroll, { capture: true, passive: true });
    return () => document.removeEventListener("scroll", onScroll, { capture: true });
  }, []);

  useEffect(() => {
    const list = end.current?.previousElementSibling;
    if (!list || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) goToEnd();
    });
    observer.observe(list);
    // The box below it grows, too: a notice, a longer answer.
    if (list.parentElement) observer.observe(list.parentElement);
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

/** A few lines above the end still count as "at the end". */
const NEAR_PX = 120;

function isInSight(sentinel: HTMLElement): boolean {
  const box = sentinel.parentElement?.getBoundingClientRect();
  const bottom = Math.min(window.innerHeight, box?.bottom ?? window.innerHeight);
  return sentinel.getBoundingClientRect().top <= bottom + NEAR_PX;
}
