//! From a text to lines of letters with their places.

use std::{ops::Range, sync::Arc};

use krilla::text::{Font, GlyphId, KrillaGlyph};
use parley::{
    Layout, LineHeight,
    layout::Cluster,
    style::{FontWeight, OverflowWrap, StyleProperty},
};

use crate::{PdfError, document::Text, fonts::Fonts};

/// What is drawn for a character that no typeface has; programs that read aloud or copy get the character.
const REPLACEMENT: char = '◻';
/// The height of a line, of the size of its letters.
const LINE_HEIGHT: f32 = 1.4;

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The size of the letters, in points.
    pub size: f32,
    /// Whether they are bold.
    pub bold: bool,
    /// Whether they are grey instead of black.
    pub grey: bool,
}

/// A line of text.
#[derive(Clone, Debug)]
pub struct Line {
    /// The whole text that the line belongs to.
    pub text: Arc<str>,
    /// Its language, where it is not that of the document.
    pub lang: Option<String>,
    /// Its letters, from left to right.
    pub runs: Vec<GlyphRun>,
    /// From the top of the line to the one on which letters stand, in points.
    pub baseline: f32,
    /// In points.
    pub height: f32,
    /// Whether it is drawn in grey.
    pub grey: bool,
}

/// Letters in one typeface.
#[derive(Clone, Debug)]
pub struct GlyphRun {
    /// The typeface.
    pub font: Font,
    /// The size of the letters, in points.
    pub size: f32,
    /// From the beginning of the line, in points.
    pub x: f32,
    /// The letters.
    pub glyphs: Vec<KrillaGlyph>,
    /// What they stand for, where that is not what is drawn.
    pub actual: Option<String>,
}

/// Breaks a text into lines of at most `width` points.
pub fn break_lines(fonts: &mut Fonts, text: &Text, style: Style, width: f32) -> Result<Vec<Line>, PdfError> {
    let (drawn, replaced) = replace_unknown(fonts, &printable(&text.text), style);
    let mut layout = lay_out(fonts, &drawn, style);
    layout.break_all_lines(Some(width));
    let drawn: Arc<str> = drawn.into();
    let mut lines = Vec::new();
    for line in layout.lines() {
        let metrics = line.metrics();
        let (mut runs, mut x) = (Vec::new(), metrics.offset);
        for run in line.runs() {
            let font = fonts.of_run(&run)?;
            let size = run.font_size();
            for cluster in run.visual_clusters().filter(|cluster| !cluster.is_hard_line_break()) {
                let actual = replaced.iter().find(|(range, _)| *range == cluster.text_range());
                add_cluster(&mut runs, &cluster, (&font, size), &mut x, actual.map(|(_, actual)| actual));
            }
        }
        let (height, baseline) =
            (metrics.block_max_coord - metrics.block_min_coord, metrics.baseline - metrics.block_min_coord);
        let (text, lang) = (drawn.clone(), text.lang.clone());
        lines.push(Line { text, lang, runs, baseline, height, grey: style.grey });
    }
    Ok(lines)
}

/// Adds the letters of a cluster to the last run, or to a new one where typeface or meaning differ.
fn add_cluster(
    runs: &mut Vec<GlyphRun>,
    cluster: &Cluster<'_, ()>,
    (font, size): (&Font, f32),
    x: &mut f32,
    actual: Option<&String>,
) {
    if cluster.is_ligature_continuation() {
        if let Some(glyph) = runs.last_mut().and_then(|run| run.glyphs.last_mut()) {
            glyph.text_range.end = cluster.text_range().end;
        }
        return;
    }
    let continues = runs.last().is_some_and(|run| {
        run.font == *font && run.size.to_bits() == size.to_bits() && run.actual.is_none() && actual.is_none()
    });
    if !continues {
        let (font, actual) = (font.clone(), actual.cloned());
        runs.push(GlyphRun { font, size, x: *x, glyphs: Vec::new(), actual });
    }
    let Some(run) = runs.last_mut() else { return };
    for glyph in cluster.glyphs() {
        let (id, advance) = (GlyphId::new(glyph.id), glyph.advance / size);
        let (dx, dy) = (glyph.x / size, glyph.y / size);
        run.glyphs.push(KrillaGlyph::new(id, advance, dx, dy, 0.0, cluster.text_range(), None));
        *x += glyph.advance;
    }
}

fn lay_out(fonts: &mut Fonts, text: &str, style: Style) -> Layout<()> {
    let families = fonts.families();
    let mut builder = fonts.layout.ranged_builder(&mut fonts.context, text, 1.0, false);
    builder.push_default(StyleProperty::FontFamily(families));
    builder.push_default(StyleProperty::FontSize(style.size));
    builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(LINE_HEIGHT)));
    builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
    if style.bold {
        builder.push_default(StyleProperty::FontWeight(FontWeight::BOLD));
    }
    builder.build(text)
}

/// The text without what cannot be printed: control characters and marks of byte order. Tabulators become four spaces.
fn printable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\t', "    ");
    text.chars().filter(|char| *char == '\n' || !(char.is_control() || *char == '\u{FEFF}')).collect()
}

/// Replaces what no typeface has; returns what was replaced, with its place in the new text.
fn replace_unknown(fonts: &mut Fonts, text: &str, style: Style) -> (String, Vec<(Range<usize>, String)>) {
    let mut layout = lay_out(fonts, text, style);
    layout.break_all_lines(None);
    let runs = layout.lines().flat_map(|line| line.runs().collect::<Vec<_>>());
    let mut unknown: Vec<_> = runs
        .flat_map(|run| run.clusters().collect::<Vec<_>>())
        .filter(|cluster| !cluster.is_hard_line_break() && cluster.glyphs().any(|glyph| glyph.id == 0))
        .map(|cluster| cluster.text_range())
        .collect();
    unknown.sort_by_key(|range| range.start);
    let (mut new, mut replaced, mut done) = (String::with_capacity(text.len()), Vec::new(), 0);
    for range in unknown {
        new.push_str(&text[done..range.start]);
        let start = new.len();
        new.push(REPLACEMENT);
        replaced.push((start..new.len(), text[range.clone()].to_owned()));
        done = range.end;
    }
    new.push_str(&text[done..]);
    (new, replaced)
}
