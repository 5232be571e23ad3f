//! Finds the code in a Markdown text, so that cleaning does not change it.

use std::ops::Range;

/// Whether lines that are indented by four spaces are code: they are in Markdown, but not in MDX or inside HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Indented {
    Code,
    Text,
}

/// The byte ranges of fenced blocks, indented blocks and code in backticks, in order.
pub(super) fn ranges(text: &str, indented: Indented) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut scanner = CodeScanner { indented, ..CodeScanner::default() };
    let mut start = 0;
    let mut paragraph = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        if scanner.is_code(line) {
            inline_code(text, paragraph..start, &mut ranges);
            paragraph = end;
            match ranges.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => ranges.push(start..end),
            }
        } else if line.trim().is_empty() {
            inline_code(text, paragraph..end, &mut ranges);
            paragraph = end;
        }
        start = end;
    }
    inline_code(text, paragraph..text.len(), &mut ranges);
    ranges
}

/// The range that contains a position.
pub(super) fn at(ranges: &[Range<usize>], position: usize) -> Option<&Range<usize>> {
    let after = ranges.partition_point(|range| range.start <= position);
    ranges[..after].last().filter(|range| range.contains(&position))
}

/// Whether one of the ranges contains a position.
pub(super) fn contains(ranges: &[Range<usize>], position: usize) -> bool {
    at(ranges, position).is_some()
}

/// Recognises code blocks line by line.
pub(super) struct CodeScanner {
    indented: Indented,
    fence: Option<(u8, usize)>,
    in_list: bool,
    blank_before: bool,
    code_before: bool,
}

impl Default for CodeScanner {
    fn default() -> Self {
        Self { indented: Indented::Text, fence: None, in_list: false, blank_before: true, code_before: false }
    }
}

impl CodeScanner {
    /// Whether a line belongs to a code block. Lines must be passed in order.
    pub fn is_code(&mut self, line: &str) -> bool {
        if let Some((marker, length)) = self.fence {
            if closes_fence(line, marker, length) {
                self.fence = None;
            }
            return true;
        }
        if let Some(fence) = opening_fence(line) {
            self.fence = Some(fence);
            self.blank_before = false;
            self.code_before = false;
            return true;
        }
        let indent = line.len() - line.trim_start_matches(' ').len();
        let deep = indent >= 4 || line.starts_with('\t');
        if line.trim().is_empty() {
            self.blank_before = true;
            return self.code_before;
        }
        if is_list_item(line) && (self.in_list || !deep) {
            self.in_list = true;
        } else if indent == 0 && !line.starts_with('\t') && self.blank_before {
            self.in_list = false;
        }
        let follows = self.blank_before || self.code_before;
        self.code_before = self.indented == Indented::Code && deep && !self.in_list && follows;
        self.blank_before = false;
        self.code_before
    }

    /// Whether the next line is inside a fenced block.
    pub fn in_fence(&self) -> bool {
        self.fence.is_some()
    }

    /// Whether the last line was inside a list.
    pub fn in_list(&self) -> bool {
        self.in_list
    }
}

/// The marker and length of a fence that a line opens, also behind quote and list markers.
fn opening_fence(line: &str) -> Option<(u8, usize)> {
    let mut content = line.trim_start_matches([' ', '\t', '>']);
    if is_list_item(content) {
        content = content.trim_start_matches(|c: char| c.is_ascii_digit()).get(1..)?.trim_start();
    }
    let marker = content.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = content.bytes().take_while(|byte| *byte == marker).count();
    let opens = length >= 3 && (marker == b'~' || !content[length..].contains('`'));
    opens.then_some((marker, length))
}

fn closes_fence(line: &str, marker: u8, length: usize) -> bool {
    let content = line.trim_start_matches([' ', '\t', '>']).trim_end();
    content.len() >= length && content.bytes().all(|byte| byte == marker)
}

/// Whether a line starts with a list marker.
pub(super) fn is_list_item(line: &str) -> bool {
    let content = line.trim_start();
    let marker = content.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = content.len() - marker.len();
    let is_marker = match marker.as_bytes().first() {
        Some(b'-' | b'*' | b'+') => digits == 0,
        Some(b'.' | b')') => (1..=9).contains(&digits),
        _ => false,
    };
    is_marker && marker.as_bytes().get(1).is_none_or(u8::is_ascii_whitespace)
}

/// Adds the ranges of code between backticks in one paragraph.
fn inline_code(text: &str, paragraph: Range<usize>, ranges: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut at = paragraph.start;
    while at < paragraph.end {
        if bytes[at] == b'\\' {
            at += 2;
            continue;
        }
        let length = backtick_run(bytes, at, paragraph.end);
        if length == 0 {
            at += 1;
            continue;
        }
        let mut close = at + length;
        while close < paragraph.end {
            let other = backtick_run(bytes, close, paragraph.end);
            if other == length {
                break;
            }
            close += other.max(1);
        }
        if close < paragraph.end {
            ranges.push(at..close + length);
            at = close + length;
        } else {
            at += length;
        }
    }
}

fn backtick_run(bytes: &[u8], at: usize, end: usize) -> usize {
    bytes[at..end].iter().take_while(|byte| **byte == b'`').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Vec<&str> {
        ranges(text, Indented::Code).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn fences_spans_and_indented_blocks_are_code() {
        assert_eq!(code("a `b` c\n\n```x\n{{ y }}\n```\nz"), ["`b`", "```x\n{{ y }}\n```\n"]);
        assert_eq!(code("a\n\n    code\n\n    more\n\nb"), ["    code\n\n    more\n\n"]);
        assert_eq!(code("- ~~~\n  x\n  ~~~\nb"), ["- ~~~\n  x\n  ~~~\n"]);
        assert_eq!(code("``a ` b`` and ` alone"), ["``a ` b``"]);
    }

    #[test]
    fn indented_text_in_lists_and_lazy_continuation_lines_are_not_code() {
        assert!(code("1. a\n\n    still the list\n\n    more").is_empty());
        assert!(code("a\n    lazy").is_empty());
        assert!(code("a `b\n\nc` d").is_empty());
    }
}
