import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRoomReport, FIRST_WORD_WITHIN_MS, REPORT_SPACING_MS, type RoomFigures } from "./room-report";

const sent: RoomFigures[] = [];
const newReport = () =>
  createRoomReport(
    (figures) => sent.push(figures),
    () => Date.now(),
  );

beforeEach(() => {
  sent.length = 0;
  vi.useFakeTimers({ now: 5_000 });
});
afterEach(() => void vi.useRealTimers());

test("the first report goes out with the first word, and says how long joining and waiting took", () => {
  const report = newReport();
  report.joined(4_200);
  report.quality("excellent");
  vi.advanceTimersByTime(900);
  expect(sent).toEqual([]);
  report.firstWord();
  expect(sent).toEqual([{ join_ms: 800, first_word_ms: 900, connection_quality: "excellent" }]);
});

test("without a word what was measured goes out after the spacing", () => {
  newReport().joined(4_200);
  vi.advanceTimersByTime(REPORT_SPACING_MS);
  expect(sent).toEqual([{ join_ms: 800 }]);
});

test("an interviewer that waited for the candidate gives no figure", () => {
  const report = newReport();
  report.joined(5_000);
  vi.advanceTimersByTime(FIRST_WORD_WITHIN_MS + 1);
  report.firstWord();
  expect(sent).toEqual([{ join_ms: 0 }]);
});

test("changes wait for the spacing, the worst of them is told, and then that it is over", () => {
  const report = newReport();
  report.joined(5_000);
  report.quality("excellent");
  report.firstWord();
  sent.length = 0;
  for (const quality of ["good", "lost", "unknown", "excellent"]) report.quality(quality);
  vi.advanceTimersByTime(REPORT_SPACING_MS - 1);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual([{ connection_quality: "lost" }]);
  vi.advanceTimersByTime(REPORT_SPACING_MS);
  expect(sent).toEqual([{ connection_quality: "lost" }, { connection_quality: "excellent" }]);
  vi.advanceTimersByTime(10 * REPORT_SPACING_MS);
  expect(sent).toHaveLength(2);
});

test("an interruption counts once however often the browser names it, and goes out when the page is left", () => {
  const report = newReport();
  report.joined(5_000);
  report.firstWord();
  report.interrupted();
  report.interrupted();
  report.restored();
  report.interrupted();
  report.flush();
  expect(sent.at(-1)).toEqual({ reconnects: 2 });
  report.flush();
  expect(sent).toHaveLength(2);
});
