//! Putting lines on pages.

use crate::{
    PdfError,
    document::{Block, Document, ItemParagraph, Text},
    fonts::Fonts,
    text::{self, Line, Style},
};

/// The width of an A4 page, in points.
pub const PAGE_WIDTH: f32 = 595.28;
/// The height of an A4 page, in points.
pub const PAGE_HEIGHT: f32 = 841.89;
/// The margin left and right.
pub const MARGIN: f32 = 56.0;
const TOP: f32 = 56.0;
/// Where the text of a page ends; the line at its bottom is below.
const BOTTOM: f32 = PAGE_HEIGHT - 72.0;
/// Where the line at the bottom begins.
const FOOTER: f32 = PAGE_HEIGHT - 52.0;
const WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;
/// Where the values of a table begin, from the margin.
const VALUES: f32 = 150.0;

const TITLE: Style = Style { size: 20.0, bold: true, grey: false };
const HEADING: Style = Style { size: 13.0, bold: true, grey: false };
const LEAD: Style = Style { size: 12.5, bold: false, grey: false };
const BODY: Style = Style { size: 10.0, bold: false, grey: false };
const NAME: Style = Style { size: 10.0, bold: true, grey: false };
const SMALL: Style = Style { size: 8.5, bold: false, grey: true };

/// What a part of a document is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// A heading with its level, from 1, and its text.
    Heading(u16, String),
    /// Text that stands by itself.
    Paragraph,
    /// Rows of names with values.
    Table,
    /// A row of a table.
    TableRow,
    /// The name of a row.
    RowHeader,
    /// The value of a row.
    Cell,
    /// Items of several paragraphs each.
    List,
    /// An item of a list.
    Item,
    /// What an item says.
    ItemBody,
}

/// A part of a document, in a tree of them.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is.
    pub role: Role,
    /// The index of the part that it is in, which stands before it; `None` for a part of the document itself.
    pub parent: Option<usize>,
}

/// A line on a page.
#[derive(Clone, Debug)]
pub struct PlacedLine {
    /// The number of its page, from 0.
    pub page: usize,
    /// From the left edge of the page to where it begins, in points.
    pub x: f32,
    /// From the top of the page to the one on which letters stand.
    pub y: f32,
    /// Its letters, from left to right.
    pub line: Line,
    /// The part it belongs to; `None` for the line at the bottom of each page.
    pub part: Option<usize>,
}

/// A document on pages.
#[derive(Debug)]
pub struct Pages {
    /// How many there are; at least one.
    pub count: usize,
    /// All lines, in reading order.
    pub lines: Vec<PlacedLine>,
    /// The tree of parts, in reading order.
    pub parts: Vec<Part>,
}

/// Lines side by side, which stay together.
struct LineGroup {
    lines: Vec<(f32, Line, usize)>,
    space_before: f32,
    /// Whether it is never the last one on a page.
    keep_with_next: bool,
}

impl LineGroup {
    fn height(&self) -> f32 {
        self.lines.iter().map(|(_, line, _)| line.height).fold(0.0, f32::max)
    }
}

/// Puts a document on pages.
pub fn paginate(document: &Document, fonts: &mut Fonts) -> Result<Pages, PdfError> {
    let mut typesetter = Typesetter { fonts, parts: Vec::new(), groups: Vec::new() };
    let title = Role::Heading(1, document.title.clone());
    typesetter.paragraph(None, title, &document.title.clone().into(), TITLE, 0.0)?;
    for block in &document.blocks {
        typesetter.block(block)?;
    }
    let Typesetter { parts, groups, .. } = typesetter;
    let (lines, count) = place(groups);
    let mut pages = Pages { count, lines, parts };
    for page in 0..count {
        let text = format!("{} · {} / {count}", document.footer, page + 1);
        for line in text::break_lines(fonts, &text.into(), SMALL, WIDTH)?.into_iter().take(1) {
            let (x, y) = (MARGIN, FOOTER + line.baseline);
            pages.lines.push(PlacedLine { page, x, y, line, part: None });
        }
    }
    Ok(pages)
}

/// Puts groups on pages, one below the other; returns the lines and the number of pages.
fn place(groups: Vec<LineGroup>) -> (Vec<PlacedLine>, usize) {
    let (mut page, mut y, mut lines) = (0, TOP, Vec::new());
    let needs: Vec<f32> = (0..groups.len()).map(|index| height_together(&groups[index..])).collect();
    for (group, needed) in groups.into_iter().zip(needs) {
        let height = group.height();
        if y > TOP {
            y += group.space_before;
        }
        if y + needed > BOTTOM && y > TOP {
            (page, y) = (page + 1, TOP);
        }
        for (x, line, part) in group.lines {
            let y = y + line.baseline;
            lines.push(PlacedLine { page, x: MARGIN + x, y, line, part: Some(part) });
        }
        y += height;
    }
    (lines, page + 1)
}

/// The height of the first group, with those that it is never parted from.
fn height_together(groups: &[LineGroup]) -> f32 {
    let mut height = 0.0;
    for (index, group) in groups.iter().enumerate() {
        height += group.height() + if index > 0 { group.space_before } else { 0.0 };
        if !group.keep_with_next {
            break;
        }
    }
    height
}

/// Sets the blocks of a document.
struct Typesetter<'a> {
    fonts: &'a mut Fonts,
    parts: Vec<Part>,
    groups: Vec<LineGroup>,
}

impl Typesetter<'_> {
    fn part(&mut self, parent: Option<usize>, role: Role) -> usize {
        self.parts.push(Part { role, parent });
        self.parts.len() - 1
    }

    fn block(&mut self, block: &Block) -> Result<(), PdfError> {
        match block {
            Block::Heading(text) => {
                self.paragraph(None, Role::Heading(2, text.clone()), &text.clone().into(), HEADING, 20.0)
            }
            Block::Lead(text) => self.paragraph(None, Role::Paragraph, text, LEAD, 6.0),
            Block::Paragraph(text) => self.paragraph(None, Role::Paragraph, text, BODY, 8.0),
            Block::Small(text) => self.paragraph(None, Role::Paragraph, text, SMALL, 6.0),
            Block::Facts(facts) => self.facts(facts),
            Block::List(items) => self.list(items),
        }
    }

    fn paragraph(
        &mut self,
        parent: Option<usize>,
        role: Role,
        text: &Text,
        style: Style,
        space_before: f32,
    ) -> Result<(), PdfError> {
        let heads = matches!(role, Role::Heading(..));
        let part = self.part(parent, role);
        for (index, line) in text::break_lines(self.fonts, text, style, WIDTH)?.into_iter().enumerate() {
            self.groups.push(LineGroup {
                lines: vec![(0.0, line, part)],
                space_before: if index == 0 { space_before } else { 0.0 },
                keep_with_next: heads,
            });
        }
        Ok(())
    }

    fn facts(&mut self, facts: &[(String, Text)]) -> Result<(), PdfError> {
        let table = self.part(None, Role::Table);
        for (index, (name, value)) in facts.iter().enumerate() {
            let row = self.part(Some(table), Role::TableRow);
            let (header, cell) = (self.part(Some(row), Role::RowHeader), self.part(Some(row), Role::Cell));
            let names = text::break_lines(self.fonts, &name.clone().into(), NAME, VALUES - 12.0)?;
            let values = text::break_lines(self.fonts, value, BODY, WIDTH - VALUES)?;
            let count = names.len().max(values.len());
            let (mut names, mut values) = (names.into_iter(), values.into_iter());
            for line in 0..count {
                let name = names.next().map(|line| (0.0, line, header));
                let value = values.next().map(|line| (VALUES, line, cell));
                self.groups.push(LineGroup {
                    lines: name.into_iter().chain(value).collect(),
                    space_before: match (index, line) {
                        (0, 0) => 14.0,
                        (_, 0) => 3.0,
                        _ => 0.0,
                    },
                    keep_with_next: false,
                });
            }
        }
        Ok(())
    }

    fn list(&mut self, items: &[Vec<ItemParagraph>]) -> Result<(), PdfError> {
        let list = self.part(None, Role::List);
        for rows in items {
            let item = self.part(Some(list), Role::Item);
            let body = self.part(Some(item), Role::ItemBody);
            for (index, row) in rows.iter().enumerate() {
                let (text, style) = match row {
                    ItemParagraph::Name(text) => (text, NAME),
                    ItemParagraph::Body(text) => (text, BODY),
                    ItemParagraph::Small(text) => (text, SMALL),
                };
                let first = self.groups.len();
                self.paragraph(
                    Some(body),
                    Role::Paragraph,
                    text,
                    style,
                    if index == 0 { 10.0 } else { 1.0 },
                )?;
                // what an item is stands with what it says
                let begins = index == 0 && rows.len() > 1;
                self.groups[first..].iter_mut().for_each(|group| group.keep_with_next |= begins);
            }
        }
        Ok(())
    }
}
