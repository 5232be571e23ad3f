//! What a new portal needs before people can use it, and the way to each.

use fyr_domain::Lang;
use fyr_i18n::{t, text_for};
use fyr_usecases::{
    Error,
    first_run::{self, ChecklistItem},
};
use leptos::prelude::*;

use crate::RequestContext;

/// Where the test email is asked for.
pub const MAIL_TEST_PATH: &str = "/desk/settings/mail-test";

/// The list; `None` where everything is there.
pub(super) async fn view(cx: &RequestContext) -> Result<Option<AnyView>, Error> {
    let lang = cx.lang;
    let items = first_run::checklist(&cx.backend, &cx.actor).await?;
    let done = items.iter().filter(|(_, is_done)| *is_done).count();
    if done == items.len() {
        return Ok(None);
    }
    let progress = t!(lang, "checklist-progress", done = done, all = items.len());
    let rows: Vec<_> = items.into_iter().map(|(item, is_done)| row(lang, item, is_done)).collect();
    Ok(Some(
        view! {
            <section class="ds-card checklist" aria-labelledby="checklist-title">
                <h2 class="ds-heading" data-size="xs" id="checklist-title">{t!(lang, "checklist-title")}</h2>
                <p class="meta">{progress}</p>
                <ul>{rows}</ul>
            </section>
        }
        .into_any(),
    ))
}

fn row(lang: Lang, item: ChecklistItem, is_done: bool) -> AnyView {
    let text = text_for(lang, "checklist-", item.as_str());
    if is_done {
        let done = t!(lang, "checklist-done");
        return view! { <li data-done=""><span class="visually-hidden">{done}": "</span>{text}</li> }
            .into_any();
    }
    let link = |href: &'static str| view! { <a class="ds-link" href=href>{text.clone()}</a> }.into_any();
    let way = match item {
        ChecklistItem::Topics => link("/desk/settings/topics"),
        ChecklistItem::People => link("/desk/people/invitations"),
        ChecklistItem::Components => link("/desk/settings/components"),
        // articles are files
        ChecklistItem::Article => view! { {text}" "<code class="no-hyphens">"fyr import articles"</code> }.into_any(),
        ChecklistItem::Mail => view! {
            <form method="post" action=MAIL_TEST_PATH>
                <span>{text}</span>" "
                <button class="ds-button" data-variant="secondary" data-size="sm" type="submit">{t!(lang, "checklist-mail-button")}</button>
            </form>
        }
        .into_any(),
    };
    view! { <li>{way}</li> }.into_any()
}
