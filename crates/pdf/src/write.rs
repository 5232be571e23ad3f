//! Drawing pages, and the tree of tags by which programs read a document aloud, reflow it, and find their way in it.

use std::num::NonZeroU16;

use chrono::{Datelike, Timelike};
use krilla::{
    Document as Pdf, SerializeSettings,
    color::rgb,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::Point,
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag,
        TagGroup, TagKind, TagTree,
    },
};

use crate::{
    PdfError,
    document::Document,
    pages::{PAGE_HEIGHT, PAGE_WIDTH, Pages, PlacedLine, Role},
    text::GlyphRun,
};

const BLACK: u8 = 0;
/// 7 : 1 on white.
const GREY: u8 = 89;

/// Writes a document that was put on pages.
pub fn write(document: &Document, pages: &Pages) -> Result<Vec<u8>, PdfError> {
    let refused = |error: &dyn std::fmt::Debug| PdfError::NotAccessible(format!("{error:?}"));
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| refused(&error))?;
    let mut pdf = Pdf::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut leaves: Vec<Vec<Identifier>> = vec![Vec::new(); pages.parts.len()];
    for number in 0..pages.count {
        let Some(settings) = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT) else { continue };
        let mut page = pdf.start_page_with(settings);
        let mut surface = page.surface();
        for line in pages.lines.iter().filter(|line| line.page == number) {
            draw_line(&mut surface, line, &mut leaves);
        }
        surface.finish();
        page.finish();
    }
    pdf.set_metadata(metadata(document));
    pdf.set_outline(outline(pages));
    pdf.set_tag_tree(tag_tree(document, pages, &leaves));
    pdf.finish().map_err(|error| refused(&error))
}

fn metadata(document: &Document) -> Metadata {
    let at = document.created_at;
    let number = |value: u32| u8::try_from(value).unwrap_or_default();
    let created = DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(number(at.month()))
        .day(number(at.day()))
        .hour(number(at.hour()))
        .minute(number(at.minute()))
        .second(number(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(document.title.clone())
        .language(document.lang.clone())
        .authors(vec![document.author.clone()])
        .creation_date(created)
}

/// The headings, with where they are.
fn outline(pages: &Pages) -> Outline {
    let mut outline = Outline::new();
    for (index, part) in pages.parts.iter().enumerate() {
        let Role::Heading(_, text) = &part.role else { continue };
        if let Some(line) = pages.lines.iter().find(|line| line.part == Some(index)) {
            let top = Point::from_xy(0.0, line.y - line.line.baseline);
            outline.push_child(OutlineNode::new(text.clone(), XyzDestination::new(line.page, top)));
        }
    }
    outline
}

/// Draws a line, and notes what was drawn for the part it belongs to.
fn draw_line(surface: &mut Surface<'_>, placed: &PlacedLine, leaves: &mut [Vec<Identifier>]) {
    let line = &placed.line;
    let shade = if line.grey { GREY } else { BLACK };
    let color = rgb::Color::new(shade, shade, shade);
    surface.set_fill(Some(Fill { paint: color.into(), opacity: NormalizedF32::ONE, ..Fill::default() }));
    let draw = |surface: &mut Surface<'_>, runs: &[GlyphRun]| {
        for run in runs {
            let at = Point::from_xy(placed.x + run.x, placed.y);
            surface.draw_glyphs(at, &run.glyphs, run.font.clone(), &line.text, run.size, false);
        }
    };
    let Some(part) = placed.part else {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        draw(surface, &line.runs);
        surface.end_tagged();
        return;
    };
    // what is drawn as something else has a tag of its own
    for runs in line.runs.chunk_by(|first, second| first.actual.is_none() && second.actual.is_none()) {
        let actual = runs.first().and_then(|run| run.actual.as_deref());
        let span = SpanTag::empty().with_lang(line.lang.as_deref()).with_actual_text(actual);
        leaves[part].push(surface.start_tagged(ContentTag::Span(span)));
        draw(surface, runs);
        surface.end_tagged();
    }
}

/// The tree of tags. A part without any text is left out.
fn tag_tree(document: &Document, pages: &Pages, leaves: &[Vec<Identifier>]) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(document.lang.clone()));
    let mut children: Vec<Vec<Node>> =
        leaves.iter().map(|own| own.iter().copied().map(Node::from).collect()).collect();
    // from the last to the first, because a part stands after the one that it is in
    for (index, part) in pages.parts.iter().enumerate().rev() {
        let own = std::mem::take(&mut children[index]);
        if !own.is_empty() {
            let group = TagGroup::with_children(tag(&part.role), own).into();
            part.parent.map_or(&mut tree.children, |parent| &mut children[parent]).insert(0, group);
        }
    }
    tree
}

fn tag(role: &Role) -> TagKind {
    match role {
        Role::Heading(level, text) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(text.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::Table => Tag::Table.into(),
        Role::TableRow => Tag::TR.into(),
        Role::RowHeader => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
        Role::List => Tag::L(ListNumbering::None).into(),
        Role::Item => Tag::LI.into(),
        Role::ItemBody => Tag::LBody.into(),
    }
}
