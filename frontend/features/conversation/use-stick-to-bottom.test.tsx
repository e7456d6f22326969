import { act, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { useStickToBottom } from "./use-stick-to-bottom";

function List({ version }: { version: string }) {
  const { end, hasNews } = useStickToBottom(version);
  return (
    <div data-testid="scroller">
      <ul />
      <div data-testid="end" ref={end} />
      {hasNews ? <p>New below</p> : null}
    </div>
  );
}

/** A list whose end is `below` pixels under its window when somebody or something scrolls to `top`. */
function aList() {
  const { rerender } = render(<List version="1" />);
  const [scroller, end] = [screen.getByTestId("scroller"), screen.getByTestId("end")];
  const followed = vi.fn();
  end.scrollIntoView = followed;
  scroller.getBoundingClientRect = () => new DOMRect(0, 0, 300, 500);
  const scrollTo = (top: number, below: number) =>
    act(() => {
      end.getBoundingClientRect = () => new DOMRect(0, 500 + below, 300, 1);
      scroller.scrollTop = top;
      scroller.dispatchEvent(new Event("scroll"));
    });
  return { scrollTo, followed, grow: (version: string) => rerender(<List version={version} />) };
}

test("what is new is followed, also when a scroll to the end is told after the list has grown again", () => {
  const { scrollTo, followed, grow } = aList();
  scrollTo(400, 0);
  grow("2");
  scrollTo(600, 300);
  grow("3");
  expect(followed).toHaveBeenCalledTimes(2);
  expect(screen.queryByText("New below")).toBeNull();
});

test("a person who has scrolled up is left there and told, until they come back", () => {
  const { scrollTo, followed, grow } = aList();
  scrollTo(400, 0);
  scrollTo(100, 300);
  grow("2");
  expect(followed).not.toHaveBeenCalled();
  expect(screen.getByText("New below")).toBeDefined();
  scrollTo(400, 0);
  expect(screen.queryByText("New below")).toBeNull();
  grow("3");
  expect(followed).toHaveBeenCalledTimes(1);
});
