/** Reading a CV or a job description from a text file, in the browser. */

/** Four bytes a character at most, and room for line ends: more can never fit into the field. */
const MOST_BYTES = 200_000;

export type TextFile = { status: "read"; text: string } | { status: "refused"; why: string };

export async function readTextFile(file: File): Promise<TextFile> {
  const isText = file.type.startsWith("text/") || /\.(txt|md|text)$/i.test(file.name);
  if (!isText) {
    return {
      status: "refused",
      why: "This is not a text file. Save it as .txt, or copy the text and paste it here.",
    };
  }
  if (file.size > MOST_BYTES) {
    return { status: "refused", why: "This file is too long. Copy the part that matters and paste it here." };
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = decode(bytes).replace(/\r\n?/g, "\n").trim();
  if (text.includes("\0")) {
    return { status: "refused", why: "This file holds more than text. Copy the text and paste it here." };
  }
  if (text === "")
    return { status: "refused", why: "This file is empty. Choose another one, or paste the text here." };
  return { status: "read", text };
}

/** UTF-8, or what older Windows programs write when it is not. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
