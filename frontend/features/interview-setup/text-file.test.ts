import { File as FileWithContent } from "node:buffer";
import { describe, expect, test } from "vitest";
import { readTextFile } from "./text-file";

/** jsdom has files without a way to read them; the ones of Node are whole. */
function file(content: string | Uint8Array, name = "cv.txt", type = "text/plain"): File {
  return new FileWithContent([content], name, { type }) as unknown as File;
}

describe("a CV from a file", () => {
  test("is read with the line ends of this page", async () => {
    expect(await readTextFile(file("One\r\nTwo\rThree"))).toEqual({
      status: "read",
      text: "One\nTwo\nThree",
    });
  });

  test("written by an older Windows program keeps its accents", async () => {
    expect(await readTextFile(file(new Uint8Array([0x52, 0xe9, 0x73])))).toEqual({
      status: "read",
      text: "Rés",
    });
  });

  test("without a type is taken by its name", async () => {
    expect(await readTextFile(file("# CV", "cv.md", ""))).toEqual({ status: "read", text: "# CV" });
  });

  test.each([
    ["a PDF", file("%PDF-1.7", "cv.pdf", "application/pdf"), "not a text file"],
    ["a file with binary content", file("PK\0\0", "cv.txt"), "more than text"],
    ["an empty file", file("  \n"), "empty"],
    ["a very long file", file("a".repeat(200_001)), "too long"],
  ])("that is %s is refused with what to do", async (_case, refused, why) => {
    const result = await readTextFile(refused);
    expect(result.status === "refused" && result.why).toContain(why);
  });
});
