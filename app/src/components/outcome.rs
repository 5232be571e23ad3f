//! What a press of a button did, in one line that takes the focus when its page is opened.

use leptos::prelude::*;

use crate::{Notice, use_request_context};

/// What the form before the redirect did, on top of the page. It stays in view where the address leads further down.
#[component]
pub(super) fn NoticeLine(
    /// What was done.
    notice: Notice,
    /// Whether it takes the focus: the errors of a form do so before it.
    focus: bool,
) -> impl IntoView {
    let cx = use_request_context();
    let link = notice.link(&cx).map(|(href, label)| view! { " "<a class="ds-link" href=href>{label}</a> });
    view! {
        <p class="ds-alert notice" data-color=notice.color() id="notice" role="status" tabindex="-1" autofocus=focus>
            {notice.text(&cx)}{link}
        </p>
    }
}

/// What was done, within a page that has nothing else to say. Pages rendered by the form's own address also put it in the title, with
/// [`Page::outcome`](crate::Page::outcome).
#[component]
pub fn StatusLine(
    /// One or two sentences.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <p class="ds-alert" data-color="info" role="status" tabindex="-1" autofocus=true>{text}</p> }
}
