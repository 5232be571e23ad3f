//! Everything between files of Markdown and safe HTML: rendering articles, and reading articles from a folder.
//!
//! Nothing here knows a database, a page or a request. Input is never trusted: whatever bytes come in,
//! the answer is safe HTML or a reason, never a panic.

pub mod import;
pub mod markdown;
pub mod slug;

pub use import::{Import, Links, SourceArticle};
pub use markdown::{Heading, Rendered, Renderer};
