//! The words of an article without its markup: for search, and for lists of articles.

use super::tokens::{Tag, Token, collapse, is_void};

/// Between the cells of a row, which is one line.
const BETWEEN_CELLS: &str = " · ";

pub(super) struct Plain {
    pub all: String,
    pub first_paragraph: String,
}

pub(super) fn read(tokens: &[Token]) -> Plain {
    let mut reader = Reader::default();
    for token in tokens {
        match token {
            Token::Open(tag) => reader.open(tag),
            Token::Close(name) => reader.close(name),
            Token::Text(text) if reader.silent.is_none() => reader.block.push_str(text),
            Token::Text(_) => {}
        }
    }
    reader.end_block(false);
    reader.end_row();
    let first_paragraph =
        reader.at_top.or(reader.anywhere).or_else(|| reader.lines.first().cloned()).unwrap_or_default();
    Plain { all: reader.lines.join("\n"), first_paragraph }
}

#[derive(Default)]
struct Reader {
    lines: Vec<String>,
    block: String,
    depth: usize,
    /// The depth of an element whose text is ours, not the author's.
    silent: Option<usize>,
    at_top: Option<String>,
    anywhere: Option<String>,
    /// The cells of the table's row that is being read.
    row: Option<Vec<String>>,
}

impl Reader {
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
        if self.silent.is_none() && is_ours(tag) {
            self.silent = Some(self.depth);
        }
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        if self.silent == Some(self.depth) {
            self.silent = None;
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
            self.lines.push(filled.join(BETWEEN_CELLS));
        }
    }

    fn end_block(&mut self, paragraph: bool) {
        let line = collapse(&std::mem::take(&mut self.block));
        if line.is_empty() {
            return;
        }
        if paragraph {
            let first = if self.depth == 0 { &mut self.at_top } else { &mut self.anywhere };
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

fn is_ours(tag: &Tag) -> bool {
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
