//! Articles: reading and rating them, and writing them at the desk. Importing them is in [`crate::import`], finding them in
//! [`crate::search`].

mod from_ticket;
mod images;
mod known_error;
mod manage;
mod publish;
mod rate;
mod read;
mod render;
mod upkeep;
mod write;

pub use from_ticket::{LinkedArticle, TicketArticle, draft_from_ticket, list_by_ticket};
pub use fyr_store::{
    article_lists::{ArticleAddress, RecentArticle},
    articles::Article,
};
pub use images::{IMAGE_FIELD, ImageFile, add_image, find_image, insert_image};
pub(crate) use known_error::KnownErrorEmail;
pub use known_error::{Affected, find_affected, report_affected, set_error_state, unfollow};
pub use manage::{
    ArticlePropertiesFields, DeskArticlePage, DeskList, DeskListEntry, archive, find_for_desk, list_for_desk,
    review, set_properties, unarchive,
};
pub(crate) use publish::PublishDraft;
pub use publish::{Publication, publish};
pub use rate::{Rating, confirm_answer, rate};
pub use read::{
    ArticleList, ArticlePage, CategoryPage, PER_PAGE, find_article, find_category_page, find_page,
    find_redirect, list_addresses, list_by_kind, list_category_pages, list_published,
};
pub use render::preview;
pub(crate) use render::{is_linkable, relink};
pub use upkeep::run_upkeep;
pub(crate) use upkeep::{ArticleReviewEmail, KeepArticles};
pub use write::{
    EditedText, NewArticle, ReferenceText, Seen, TextRef, VersionPage, create, discard, find_version,
    open_text, require_editable, require_writer, restore, save, submit_for_review,
};
