//! Coloured tags.

use leptos::prelude::*;

/// The colour of a tag. Colour never carries meaning alone: the text says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// No emphasis.
    Neutral,
    /// Resolved or working.
    Success,
    /// In progress.
    Info,
    /// Needs attention.
    Warning,
    /// An error or an outage.
    Danger,
}

impl Tone {
    /// The colour name in the design system, for `data-color`.
    pub const fn color(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Success => "success",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}

/// A short text in a coloured box.
#[component]
pub fn Tag(
    /// The colour.
    tone: Tone,
    /// The text.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <span class="ds-tag" data-color=tone.color() data-size="sm">{text}</span> }
}
