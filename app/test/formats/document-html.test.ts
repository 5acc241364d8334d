import { expect, test } from "vitest";
import { htmlToText } from "../../src/formats/document/html.ts";

test.each([
  ["inline tags leave a word whole", "TLP:<b>AM</b><span style='x'>BER</span>", "TLP:AMBER"],
  ["a block ends a line", "<p>a</p><div>b</div>c<br/>d", "\na\n\nb\nc\nd"],
  ["white space shows as one space", "a \n\t b", "a b"],
  [
    "references are resolved",
    "TLP&#58;R&#x45;D &amp; &lt;x&gt; a&nbsp;b &copy;",
    "TLP:RED & <x> a b &copy;",
  ],
  ["references to no character show as unknown", "&#0;&#xd800;&#x110000;", "\ufffd\ufffd\ufffd"],
  [
    "comments, scripts and styles are left out",
    "a<!-- b > c --><script>d<p></script ><STYLE>e</style>f",
    "af",
  ],
  ["what stands for an image is read", '<img alt="TLP:RED" src=x>a<p>', "a TLP:RED\n"],
  [
    "where a link leads is read after its line",
    "TLP:<a href='mailto:x@y.nl'>RED</a><p>",
    "TLP:RED mailto:x@y.nl\n",
  ],
  ["what is no tag is text", "1 < 2 <3 a<", "1 < 2 <3 a<"],
  ["a tag that never ends is text", "a <b", "a <b"],
  ["a comment that never ends is text", "a<!-- TLP:RED", "a<!-- TLP:RED"],
  ["a script that never ends is text", "a<script>TLP:RED", "a<script>TLP:RED"],
])("%s", (_says, html, text) => {
  expect(htmlToText(html)).toBe(text);
});

test.each(["<a ", "<a alt=x>", "<!--", "<script>", "&amp", "&#", "<", "<a alt='", "<p>", " alt="])(
  "a million characters of %j are read in the time a test has",
  (piece) => {
    const html = `<a ${piece.repeat(1_000_000 / piece.length)}>`;
    expect(htmlToText(html)).toBeTypeOf("string");
  },
);
