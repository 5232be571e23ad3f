//! A troubleshooting article, one question at a time: each second-level heading is a step, and the links in it to other headings are the
//! answers that lead there. A step without such links is an end.

use fyr_i18n::t;
use fyr_usecases::store::articles::{Article, TocEntry};
use leptos::prelude::*;

use crate::{RequestContext, components::lang_attribute, query::with_query};

/// The value of `step` that shows all steps as one text.
pub const ALL_STEPS: &str = "all";
/// The most steps that are remembered of a way.
const MAX_VIA: usize = 30;

/// Where a reader is: `?step=&via=`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepParams {
    /// The id of the step; empty for the first one.
    pub step: String,
    /// The ids of the steps before it, separated by commas.
    pub via: String,
}

impl StepParams {
    fn way(&self) -> impl Iterator<Item = &str> {
        self.via.split(',').filter(|id| !id.is_empty()).take(MAX_VIA)
    }
}

/// A step of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step<'a> {
    id: &'a str,
    title: &'a str,
    /// What stands below its heading.
    html: &'a str,
}

/// The text before the first step, and the steps.
fn split<'a>(html: &'a str, headings: &'a [TocEntry]) -> (&'a str, Vec<Step<'a>>) {
    let tops: Vec<(&TocEntry, usize, usize)> = headings
        .iter()
        .filter(|heading| heading.level == 2)
        .filter_map(|heading| {
            let start = html.find(&format!("<h2 id=\"{}\">", heading.id))?;
            let end = start + html[start..].find("</h2>")? + "</h2>".len();
            Some((heading, start, end))
        })
        .collect();
    let intro = tops.first().map_or(html, |(_, start, _)| &html[..*start]);
    let steps = tops.iter().enumerate().map(|(place, (heading, _, begin))| {
        let end = tops.get(place + 1).map_or(html.len(), |(_, start, _)| *start);
        Step { id: &heading.id, title: &heading.text, html: &html[*begin..end] }
    });
    (intro, steps.collect())
}

/// The HTML of a step with its answers as addresses, and whether it has any.
fn with_answers(step: Step<'_>, steps: &[Step<'_>], way: &str) -> (String, bool) {
    let (mut out, mut rest, mut has_answers) = (String::with_capacity(step.html.len()), step.html, false);
    while let Some(at) = rest.find("href=\"#") {
        let (before, after) = rest.split_at(at + "href=\"".len());
        let target = after.trim_start_matches('#').split('"').next().unwrap_or_default();
        let known = steps.iter().find(|other| other.id == target);
        out.push_str(before);
        match known {
            Some(next) => {
                has_answers = true;
                let href = with_query("", [("step", next.id), ("via", way)]);
                out.push_str(&href.replace('&', "&amp;"));
                rest = &after["#".len() + target.len()..];
            }
            None => rest = after,
        }
    }
    out.push_str(rest);
    (out, has_answers)
}

/// The step that a reader is at; `None` where the article has no steps, or all are asked for.
pub fn show_step(cx: &RequestContext, article: &Article, params: &StepParams) -> Option<AnyView> {
    let lang = cx.lang;
    let (intro, steps) = split(&article.html, &article.toc.0);
    if params.step == ALL_STEPS {
        return None;
    }
    let first = *steps.first()?;
    let step = steps.iter().copied().find(|step| step.id == params.step).unwrap_or(first);
    let written_in = lang_attribute(lang, article.lang.0);
    // only steps that there are: the way is repeated in a ticket
    let known = |id: &str| steps.iter().find(|step| step.id == id);
    let before: Vec<&Step<'_>> = params.way().filter_map(known).collect();
    let way: Vec<&str> = before.iter().map(|step| step.id).chain([step.id]).collect();
    let (html, has_answers) = with_answers(step, &steps, &way.join(","));
    let is_first = step.id == first.id;
    let path = format!("/articles/{}", article.slug);
    let trail: Vec<_> = before.iter().map(|step| view! { <li>{step.title.to_owned()}</li> }).collect();
    let trail = (!trail.is_empty()).then(|| {
        view! {
            <nav aria-label=t!(lang, "tree-way")>
                <ol class="tree-way meta" lang=written_in>{trail}</ol>
            </nav>
        }
    });
    let end = (!has_answers).then(|| {
        let tried: Vec<&str> = before.iter().map(|step| step.title).chain([step.title]).collect();
        end(cx, article, &tried)
    });
    let intro = (is_first && !intro.trim().is_empty()).then(|| {
        view! { <div class="prose" lang=written_in inner_html=intro.to_owned()></div> }
    });
    let view = view! {
        {intro}
        <section class="tree-step stack" aria-labelledby="step">
            {trail}
            <h2 class="ds-heading" data-size="md" id="step" lang=written_in>{step.title.to_owned()}</h2>
            <div class="prose" data-answers=has_answers.then_some("yes") lang=written_in inner_html=html></div>
        </section>
        {end}
        <p class="cluster">
            {(!is_first).then(|| view! { <a class="ds-link" href=path.clone()>{t!(lang, "tree-again")}</a> })}
            <a class="ds-link" href=format!("{path}?step={ALL_STEPS}")>{t!(lang, "tree-all")}</a>
        </p>
    };
    Some(view.into_any())
}

/// The end of a way: it has helped, or a ticket says what was tried.
fn end(cx: &RequestContext, article: &Article, tried: &[&str]) -> AnyView {
    let lang = cx.lang;
    let tried: Vec<String> = tried.iter().map(|title| format!("- {title}")).collect();
    let description =
        format!("{}\n{}", t!(lang, "tree-tried", title = article.title.as_str()), tried.join("\n"));
    let ask = with_query("/tickets/new", [("subject", &*article.title), ("description", &*description)]);
    view! {
        <section class="rating" aria-labelledby="tree-end">
            <h2 class="ds-heading" data-size="xs" id="tree-end">{t!(lang, "tree-end")}</h2>
            <form method="post" action=format!("/articles/{}/rating", article.slug) class="actions">
                <button class="ds-button" data-variant="secondary" type="submit" name="helpful" value="yes">{t!(lang, "help-solved")}</button>
                <a class="ds-button" data-variant="tertiary" href=ask>{t!(lang, "tree-ask")}</a>
            </form>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<p>Först.</p>\n<h2 id=\"ljud\">Hör du något?</h2>\n<ul><li><a href=\"#ja\">Ja</a></li>\
        <li><a href=\"#annat\">Nej</a></li></ul>\n<h2 id=\"ja\">Bra</h2>\n<p>Läs <a href=\"/x#ja\">mer</a>.</p>";

    fn headings() -> Vec<TocEntry> {
        let heading = |id: &str, text: &str| TocEntry { level: 2, id: id.to_owned(), text: text.to_owned() };
        vec![heading("ljud", "Hör du något?"), heading("ja", "Bra"), heading("borta", "Finns inte")]
    }

    #[test]
    fn headings_are_steps() {
        let headings = headings();
        let (intro, steps) = split(HTML, &headings);
        assert_eq!(intro, "<p>Först.</p>\n");
        assert_eq!(steps.iter().map(|step| step.id).collect::<Vec<_>>(), ["ljud", "ja"]);
        assert!(steps[0].html.contains("#annat") && !steps[0].html.contains("Bra"));
        assert_eq!(split("<p>x</p>", &[]), ("<p>x</p>", Vec::new()));
    }

    #[test]
    fn links_to_steps_are_answers_and_others_stay() {
        let headings = headings();
        let (_, steps) = split(HTML, &headings);
        let (html, has_answers) = with_answers(steps[0], &steps, "a,ljud");
        assert!(has_answers && html.contains("href=\"?step=ja&amp;via=a%2Cljud\""), "{html}");
        assert!(html.contains("href=\"#annat\""), "no such step");
        let (html, has_answers) = with_answers(steps[1], &steps, "ja");
        assert!(!has_answers && html == steps[1].html);
    }
}
