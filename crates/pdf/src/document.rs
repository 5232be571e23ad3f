//! What a document says, without where it stands.

use chrono::{DateTime, Utc};

/// A document: its title is the heading on top of the first page.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it is called.
    pub title: String,
    /// The language, as a BCP 47 tag such as `sv`.
    pub lang: String,
    /// Whoever publishes it.
    pub author: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The line at the bottom of each page, before the number of the page and of all pages.
    pub footer: String,
    /// What it says, in reading order.
    pub blocks: Vec<Block>,
}

/// A piece of text in one language. Line breaks and indentation are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// What it says.
    pub text: String,
    /// Its language, where it is not that of the document.
    pub lang: Option<String>,
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { text, lang: None }
    }
}

/// A part of a document.
#[derive(Clone, Debug)]
pub enum Block {
    /// The heading of the blocks that follow.
    Heading(String),
    /// A paragraph in larger letters, that says what the document is about.
    Lead(Text),
    /// A paragraph in letters of the usual size.
    Paragraph(Text),
    /// A paragraph in smaller letters.
    Small(Text),
    /// A table of names and values.
    Facts(Vec<(String, Text)>),
    /// A list of items of several lines each.
    List(Vec<Vec<ItemParagraph>>),
}

/// A paragraph of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemParagraph {
    /// What the item is, in bold letters.
    Name(Text),
    /// What it says.
    Body(Text),
    /// What is said about it, in smaller letters.
    Small(Text),
}
