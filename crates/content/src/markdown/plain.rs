//! Extracts the plain text of an article, for search and for lists of articles.

use super::tokens::{HtmlToken, Tag, collapse, is_void};

/// The separator between the cells of a table row, which is one line.
const CELL_SEPARATOR: &str = " · ";

pub(super) struct PlainText {
    pub all: String,
    pub first_paragraph: String,
}

pub(super) fn extract(tokens: &[HtmlToken]) -> PlainText {
    let mut extractor = Extractor::default();
    for token in tokens {
        match token {
            HtmlToken::Open(tag) => extractor.open(tag),
            HtmlToken::Close(name) => extractor.close(name),
            HtmlToken::Text(text) if extractor.skipped_from.is_none() => extractor.block.push_str(text),
            HtmlToken::Text(_) => {}
        }
    }
    extractor.end_block(false);
    extractor.end_row();
    let first_paragraph = extractor
        .top_level_paragraph
        .or(extractor.nested_paragraph)
        .or_else(|| extractor.lines.first().cloned())
        .unwrap_or_default();
    PlainText { all: extractor.lines.join("\n"), first_paragraph }
}

#[derive(Default)]
struct Extractor {
    lines: Vec<String>,
    block: String,
    depth: usize,
    /// The depth of the open element whose generated text is skipped.
    skipped_from: Option<usize>,
    /// The first paragraph outside of lists, quotes and other blocks.
    top_level_paragraph: Option<String>,
    /// The first paragraph inside another block.
    nested_paragraph: Option<String>,
    /// The cells of the current table row.
    row: Option<Vec<String>>,
}

impl Extractor {
    fn open(&mut self, tag: &Tag) {
        if tag.name == "br" {
            self.block.push(' ');
        } else if !is_inline(&tag.name) {
            self.end_block(false);
        }
        match tag.name.as_str() {
            "tr" => {
                self.end_row();
                self.row = Some(Vec::new());
            }
            "td" | "th" => self.row.iter_mut().for_each(|cells| cells.push(String::new())),
            _ => {}
        }
        if is_void(&tag.name) {
            return;
        }
        if self.skipped_from.is_none() && is_generated(tag) {
            self.skipped_from = Some(self.depth);
        }
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        if self.skipped_from == Some(self.depth) {
            self.skipped_from = None;
        }
        if !is_inline(name) {
            self.end_block(name == "p");
        }
        if name == "tr" {
            self.end_row();
        }
    }

    fn end_row(&mut self) {
        let cells = self.row.take().unwrap_or_default();
        let filled: Vec<String> = cells.into_iter().filter(|cell| !cell.is_empty()).collect();
        if !filled.is_empty() {
            self.lines.push(filled.join(CELL_SEPARATOR));
        }
    }

    fn end_block(&mut self, paragraph: bool) {
        let line = collapse(&std::mem::take(&mut self.block));
        if line.is_empty() {
            return;
        }
        if paragraph {
            let first =
                if self.depth == 0 { &mut self.top_level_paragraph } else { &mut self.nested_paragraph };
            first.get_or_insert_with(|| line.clone());
        }
        match self.row.as_mut().and_then(|cells| cells.last_mut()) {
            Some(cell) if cell.is_empty() => *cell = line,
            Some(cell) => {
                cell.push(' ');
                cell.push_str(&line);
            }
            None => self.lines.push(line),
        }
    }
}

/// Whether the text of an element is added by rendering and not the author's.
fn is_generated(tag: &Tag) -> bool {
    ["alert__title", "footnote-ref", "footnote-backref", "task"].into_iter().any(|class| tag.has_class(class))
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "cite"
            | "code"
            | "del"
            | "em"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "u"
            | "img"
    )
}
