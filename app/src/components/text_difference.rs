//! What differs between two texts, for people: changed lines with the words that changed, and a line around them.

use fyr_domain::Lang;
use fyr_i18n::t;
use leptos::prelude::*;
use similar::{ChangeTag, TextDiff};

use super::lang_attribute;
use crate::use_request_context;

/// How many unchanged lines are shown around a change.
const CONTEXT: usize = 1;

/// A line of a difference: what became of it, and its pieces, each with whether it is what changed in the line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    tag: ChangeTag,
    pieces: Vec<(bool, String)>,
}

/// The changed lines of a text, in groups that are apart from each other.
fn changed_groups(before: &str, after: &str) -> Vec<Vec<Line>> {
    let diff = TextDiff::from_lines(before, after);
    let line = |change: similar::InlineChange<'_, str>| Line {
        tag: change.tag(),
        pieces: change
            .iter_strings_lossy()
            .map(|(emphasised, text)| (emphasised, text.trim_end_matches('\n').to_owned()))
            .filter(|(_, text)| !text.is_empty())
            .collect(),
    };
    let group = |ops: &Vec<similar::DiffOp>| {
        ops.iter().flat_map(|op| diff.iter_inline_changes(op)).map(line).collect()
    };
    diff.grouped_ops(CONTEXT).iter().map(group).collect()
}

/// What differs between two texts, line by line. Says so where nothing does.
#[component]
pub fn TextDifference(
    /// The earlier text.
    before: String,
    /// The later text.
    after: String,
    /// The language of both.
    written_in: Lang,
) -> impl IntoView {
    let lang = use_request_context().lang;
    let groups = changed_groups(before.trim_end(), after.trim_end());
    if groups.is_empty() {
        return view! { <p class="ds-paragraph">{t!(lang, "difference-none")}</p> }.into_any();
    }
    let groups: Vec<_> = groups
        .into_iter()
        .map(|lines| {
            let lines = lines.into_iter().map(|line| line_view(lang, line)).collect_view();
            view! { <div class="difference-group">{lines}</div> }
        })
        .collect();
    view! { <div class="difference" lang=lang_attribute(lang, written_in)>{groups}</div> }.into_any()
}

fn line_view(lang: Lang, line: Line) -> AnyView {
    let pieces = line
        .pieces
        .into_iter()
        .map(
            |(emphasised, text)| {
                if emphasised { view! { <strong>{text}</strong> }.into_any() } else { text.into_any() }
            },
        )
        .collect_view();
    match line.tag {
        ChangeTag::Equal => view! { <p>{pieces}</p> }.into_any(),
        ChangeTag::Delete => view! {
            <p class="removed"><span class="visually-hidden" lang=lang.tag()>{t!(lang, "difference-removed")}" "</span><del>{pieces}</del></p>
        }
        .into_any(),
        ChangeTag::Insert => view! {
            <p class="added"><span class="visually-hidden" lang=lang.tag()>{t!(lang, "difference-added")}" "</span><ins>{pieces}</ins></p>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_are_shown_with_the_words_that_changed_and_a_line_around_them() {
        let before = "# Lösenord\n\nGå till kontot.\nVälj Byt.\nKlart.\nEtt.\nTvå.\n";
        let after = "# Lösenord\n\nGå till kontot.\nVälj Byt lösenord.\nKlart.\nEtt.\nTvå.\n";
        let groups = changed_groups(before, after);
        let tags: Vec<Vec<_>> =
            groups.iter().map(|lines| lines.iter().map(|line| line.tag).collect()).collect();
        assert_eq!(tags, [[ChangeTag::Equal, ChangeTag::Delete, ChangeTag::Insert, ChangeTag::Equal]]);
        let added: Vec<&str> = groups[0][2]
            .pieces
            .iter()
            .filter(|(emphasised, _)| *emphasised)
            .map(|(_, text)| text.as_str())
            .collect();
        assert_eq!(added.concat().trim(), "lösenord");
        assert_eq!(changed_groups("a", "a"), Vec::<Vec<Line>>::new());
    }
}
