//! Removes insignificant indentation. Inside HTML and JSX, lines are indented for readability, which Markdown would read as
//! code.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::code::{self, CodeScanner, Indented, is_list_item};

static BLOCK_TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)<(/?)(?:div|section|ol|ul|table|details|figure|dl|article|aside|header|nav|main)\b[^>]*>",
    )
    .expect("a valid expression")
});

/// Removes the indentation inside HTML blocks.
pub(super) fn html_blocks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for block in blocks(text) {
        out.push_str(&text[done..block.start]);
        out.push_str(&dedent_lines(&text[block.clone()]));
        done = block.end;
    }
    out.push_str(&text[done..]);
    out
}

/// The ranges of the outermost balanced blocks that start at the margin.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let code = code::ranges(text, Indented::Text);
    let mut blocks = Vec::new();
    let mut start = None;
    let mut depth = 0_usize;
    for tag in BLOCK_TAG.captures_iter(text) {
        let (Some(whole), closes) = (tag.get(0), !tag[1].is_empty()) else { continue };
        if code::contains(&code, whole.start()) || whole.as_str().ends_with("/>") {
            continue;
        }
        match (start, closes) {
            (None, false) => {
                let margin = text[..whole.start()].rfind('\n').map_or(0, |at| at + 1);
                let indent = &text[margin..whole.start()];
                if indent.len() <= 3 && indent.trim().is_empty() {
                    start = Some(margin);
                    depth = 1;
                }
            }
            (Some(_), false) => depth += 1,
            (Some(from), true) => {
                depth -= 1;
                if depth == 0 {
                    blocks.push(from..whole.end());
                    start = None;
                }
            }
            (None, true) => {}
        }
    }
    blocks
}

/// Removes the indentation of lines. Lists keep their nesting, and fenced code its own indentation.
pub(super) fn dedent_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut scanner = CodeScanner::default();
    let mut margin = 0;
    let mut in_fence = false;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if !in_fence && (!scanner.in_list() || (is_list_item(line) && indent < margin)) {
            margin = indent;
        }
        let dedented = &line[indent.min(margin)..];
        let was_in_list = scanner.in_list();
        in_fence = scanner.is_code(dedented) && scanner.in_fence();
        let left_list = was_in_list && !scanner.in_list();
        out.push_str(if left_list && !in_fence {
            dedented.trim_start_matches([' ', '\t'])
        } else {
            dedented
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_blocks_are_dedented_and_code_beside_them_is_not() {
        let text = "<div>\n  <p>a</p>\n\n    <ol>\n      <li>b</li>\n    </ol>\n</div>\n\n    code <div>\n\n    </div>\n";
        let dedented = "<div>\n<p>a</p>\n\n<ol>\n<li>b</li>\n</ol>\n</div>\n\n    code <div>\n\n    </div>\n";
        assert_eq!(html_blocks(text), dedented);
    }

    #[test]
    fn an_unclosed_element_changes_nothing() {
        assert_eq!(html_blocks("<div>\n\n    code\n"), "<div>\n\n    code\n");
    }

    #[test]
    fn lists_and_fences_keep_their_inner_indentation() {
        assert_eq!(dedent_lines("  - a\n    - b\n\n  text\n    more\n"), "- a\n  - b\n\ntext\nmore\n");
        assert_eq!(dedent_lines("    ```\n      x\n    ```\n"), "```\n  x\n```\n");
    }
}
