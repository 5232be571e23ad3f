//! The copy of a text in which numbers are looked for: without what shows nothing or only emphasises, and with digits, dashes and
//! spaces of every kind as in ASCII. It knows where each character was.

use std::ops::Range;

use crate::text::{is_default_ignorable, plain_char};

/// A text in plain characters.
pub(super) struct FoldedText {
    pub text: String,
    /// For each byte of `text` the byte range in the original of its character.
    places: Vec<Range<usize>>,
}

impl FoldedText {
    pub(super) fn new(original: &str) -> Self {
        let mut folded = Self { text: String::new(), places: Vec::new() };
        for (at, c) in original.char_indices() {
            // emphasis and code in Markdown
            if is_default_ignorable(c) || matches!(c, '*' | '`' | '\r') {
                continue;
            }
            let plain = plain_char(c);
            folded.text.push(plain);
            folded.places.extend(std::iter::repeat_n(at..at + c.len_utf8(), plain.len_utf8()));
        }
        folded
    }

    /// Where a byte range of the copy is in the original.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| self.places.get(at).cloned().unwrap_or_default();
        place(range.start).start..place(range.end.saturating_sub(1)).end
    }
}
