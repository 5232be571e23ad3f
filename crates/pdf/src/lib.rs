//! Accessible PDF documents: text in one column on A4 pages, tagged by what it is, as PDF/UA-1 (ISO 14289-1) asks for.
//!
//! A [`Document`] is a title and [`Block`]s in reading order. [`text`] breaks each into lines, [`pages`] puts the lines on pages, and
//! [`write`] draws them with their tags. No block knows of the others, and nothing overlaps.

mod document;
mod fonts;
mod pages;
mod text;
mod write;

pub use document::{Block, Document, ItemParagraph, Text};

/// Why a document cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// The program was built without typefaces.
    #[error("this program has no typefaces for PDF: build it after `cargo xtask site`")]
    NoFonts,
    /// A typeface cannot be read.
    #[error("the typeface {0} cannot be read")]
    BrokenFont(String),
    /// The document would not be what PDF/UA asks for.
    #[error("the document is not accessible: {0}")]
    NotAccessible(String),
}

/// Writes a document as a PDF file.
///
/// # Errors
/// [`PdfError`]; none depends on what the texts say.
pub fn render(document: &Document) -> Result<Vec<u8>, PdfError> {
    let mut fonts = fonts::Fonts::load()?;
    let pages = pages::paginate(document, &mut fonts)?;
    write::write(document, &pages)
}

#[cfg(test)]
mod tests;
