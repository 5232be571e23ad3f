//! Splitting text into words, without allocating per word.

use std::ops::Range;

use super::fold::push_folded;

/// Longest word, in bytes after folding; longer runs of letters (encoded data, hashes) are ignored.
const MAX_WORD_BYTES: usize = 60;

/// An iterator over the words of a text.
///
/// A word is a run of letters and digits. An apostrophe inside is part of it ("don't" is `dont`, "user's" is `user`), and so
/// are a soft hyphen and the hyphen after a single first letter ("e-post" is `epost`).
#[derive(Clone, Debug)]
pub(crate) struct WordScanner<'a> {
    text: &'a str,
    at: usize,
    word: String,
}

impl<'a> WordScanner<'a> {
    /// A scanner positioned before the first word.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, word: String::with_capacity(32) }
    }

    /// The current word, folded.
    pub(crate) fn word(&self) -> &str {
        &self.word
    }

    /// Advances to the next word and returns its byte range in the text.
    pub(crate) fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let range = self.next_run()?;
            if self.word.len() <= MAX_WORD_BYTES && !self.word.is_empty() {
                return Some(range);
            }
        }
    }

    fn next_run(&mut self) -> Option<Range<usize>> {
        let rest = &self.text[self.at..];
        let start = self.at + rest.find(char::is_alphanumeric)?;
        self.word.clear();
        let mut end = start;
        let mut letters = 0_usize;
        let mut possessive = None;
        let mut chars = self.text[start..].char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if is_word_char(c) {
                push_folded(&mut self.word, c);
                letters += 1;
            } else {
                let continues = chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
                match c {
                    '\'' | '\u{2019}' if continues => possessive = Some(self.word.len()),
                    '\u{ad}' if continues => {}
                    '-' | '\u{2010}' | '\u{2011}' if continues && letters == 1 => {}
                    _ => break,
                }
            }
            end = start + at + c.len_utf8();
        }
        self.at = end;
        if let Some(cut) = possessive
            && &self.word[cut..] == "s"
        {
            self.word.truncate(cut);
        }
        Some(start..end)
    }
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn words_are_letters_and_digits() {
        assert_eq!(words("Office-365, v2.1 (på webben)…"), ["office", "365", "v2", "1", "på", "webben"]);
    }

    #[test]
    fn apostrophes_and_a_hyphen_after_one_letter_join() {
        assert_eq!(
            words("don't the user's E-post a\u{ad}b x- 'quoted'"),
            ["dont", "the", "user", "epost", "ab", "x", "quoted"]
        );
    }

    #[test]
    fn ranges_cover_the_text_as_written() {
        let text = "– Ändra e-post: nu";
        let mut scanner = WordScanner::new(text);
        let mut found = Vec::new();
        while let Some(range) = scanner.next() {
            found.push(&text[range]);
        }
        assert_eq!(found, ["Ändra", "e-post", "nu"]);
    }
}
