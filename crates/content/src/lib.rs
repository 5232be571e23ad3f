//! Rendering Markdown articles to safe HTML, and importing articles from a folder of Markdown files.
//!
//! No database, pages or requests here. Input is untrusted: any bytes result in safe HTML or an error value, never in a panic.

pub mod import;
pub mod markdown;
pub mod slug;

pub use import::{ArticleLinks, Import, SourceArticle};
pub use markdown::{Heading, Rendered, Renderer};
