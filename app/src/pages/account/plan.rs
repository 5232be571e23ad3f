//! What one's plan gives, and what the next one would.

use fyr_domain::{
    Lang,
    channels::ChannelKind,
    plans::{Plan, Plans},
};
use fyr_i18n::t;
use fyr_usecases::settings;
use leptos::prelude::*;

use crate::{
    RequestContext,
    components::{LocalisedText, channel_names},
};

/// The card of one's plan; `None` for people without one.
pub(super) async fn plan_card(cx: &RequestContext) -> Option<AnyView> {
    let lang = cx.lang;
    let plans = settings::current::<Plans>(&cx.backend).await;
    let plan = plans.plan_of(cx.actor.organisation())?;
    let own = channel_names(lang, plan.channels.iter().copied().chain([ChannelKind::Form]));
    let next = plans.next_after(plan).and_then(|next| next_plan(lang, plan, next));
    let about = plan.description.clone();
    let about =
        (!about.is_empty()).then(|| view! { <p class="ds-paragraph"><LocalisedText text=about/></p> });
    Some(
        view! {
            <section class="ds-card" aria-labelledby="account-plan">
                <h2 class="ds-heading" data-size="xs" id="account-plan">{t!(lang, "account-plan")}": "{plan.title.text(lang).to_owned()}</h2>
                {about}
                <p class="ds-paragraph">{t!(lang, "account-plan-channels", channels = own)}</p>
                {next}
            </section>
        }
        .into_any(),
    )
}

/// What a larger plan has that this one has not, in facts; `None` where nothing is known of it.
fn next_plan(lang: Lang, plan: &Plan, next: &Plan) -> Option<AnyView> {
    let more: Vec<_> = next.channels.iter().filter(|kind| !plan.channels.contains(kind)).copied().collect();
    let title = next.title.text(lang);
    if !more.is_empty() {
        let channels = channel_names(lang, more.into_iter());
        let text = t!(lang, "account-plan-next", plan = title, channels = channels);
        return Some(view! { <p class="ds-paragraph meta">{text}</p> }.into_any());
    }
    let (title, about) = (title.to_owned(), next.description.clone());
    (!about.is_empty())
        .then(|| view! { <p class="ds-paragraph meta">{title}": "<LocalisedText text=about/></p> }.into_any())
}
