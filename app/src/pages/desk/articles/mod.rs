//! Articles at the desk: the list, an article as a whole, the editor of a text, and its earlier versions.

mod editor;
mod list;
mod searches;
mod show;
mod version;
mod words;

pub use editor::{
    CHANGE_FIELD, EditorPreview, IMAGE_PLACE_FIELD, IMAGE_TEXT_FIELD, PUBLISH_AT_FIELD, PreviewCause,
    REVISION_FIELD, TICKET_FIELD, VERSION_FIELD, edit, new,
};
use fyr_domain::{
    Lang,
    articles::{Audience, DraftState, Outdated},
};
use fyr_i18n::{t, text_for};
use leptos::prelude::*;
pub use list::{ArticleListParams, list};
pub use searches::searches;
pub use show::{REDIRECT_FIELD, show};
pub use version::version;
pub use words::{words, words_path};

use crate::{
    components::{Tag, Tone},
    use_request_context,
};

/// The URL path of the list.
pub const ARTICLES_PATH: &str = "/desk/articles";

/// The pages above those of one article: URL path and title.
fn ancestors(lang: Lang) -> Vec<(String, String)> {
    let pages = [("/desk", t!(lang, "nav-desk")), (ARTICLES_PATH, t!(lang, "writing-title"))];
    pages.map(|(path, title)| (path.to_owned(), title.to_owned())).to_vec()
}

/// How much a version has changed.
fn size_text(lang: Lang, number: i64, size: Option<&str>) -> String {
    match size {
        None => t!(lang, "writing-size-imported").to_owned(),
        Some("medium") if number == 1 => t!(lang, "writing-size-first").to_owned(),
        Some(size) => text_for(lang, "writing-size-", size),
    }
}

/// The state of a draft.
#[component]
fn DraftTag(
    /// The state.
    state: DraftState,
) -> impl IntoView {
    let tone = match state {
        DraftState::Draft => Tone::Neutral,
        DraftState::Review => Tone::Warning,
        DraftState::Scheduled => Tone::Info,
    };
    view! { <Tag tone text=text_for(use_request_context().lang, "writing-state-", state.as_str())/> }
}

/// Who may read an article; renders nothing where it is for everyone.
#[component]
pub fn AudienceTag(
    /// The circle of readers, perhaps of one organisation.
    audience: Audience,
) -> impl IntoView {
    let lang = use_request_context().lang;
    (audience != Audience::EVERYONE).then(|| {
        let mut text = text_for(lang, "audience-", audience.level().as_str());
        if audience.organisation().is_some() {
            text = format!("{text} · {}", t!(lang, "audience-one-organisation"));
        }
        view! { <Tag tone=Tone::Info text/> }
    })
}

/// How far a text is behind another language; renders nothing where it is not.
#[component]
fn OutdatedTag(
    /// How far.
    #[prop(optional_no_strip)]
    outdated: Option<Outdated>,
) -> impl IntoView {
    let lang = use_request_context().lang;
    outdated.map(|outdated| {
        let tone = match outdated {
            Outdated::Medium => Tone::Warning,
            Outdated::Large => Tone::Danger,
        };
        view! { <Tag tone text=text_for(lang, "writing-outdated-", outdated.as_str())/> }
    })
}
