//! What one's plan gives, and what the next one would.

use fyr_domain::{
    Lang,
    channels::ChannelKind,
    plans::{Plan, Plans},
};
use fyr_i18n::{join_with_and, t, text_for};
use fyr_usecases::settings;
use leptos::prelude::*;

use crate::RequestContext;

/// The card of one's plan; `None` for people without one.
pub(super) async fn plan_card(cx: &RequestContext) -> Option<AnyView> {
    let lang = cx.lang;
    let plans = settings::current::<Plans>(&cx.backend).await;
    let plan = plans.plan_of(cx.actor.organisation())?;
    let own = ways(lang, plan.channels.iter().copied().chain([ChannelKind::Form]));
    let next = plans.next_after(plan).map(|next| next_plan(lang, plan, next));
    Some(
        view! {
            <section class="ds-card" aria-labelledby="account-plan">
                <h2 class="ds-heading" data-size="xs" id="account-plan">{t!(lang, "account-plan")}": "{plan.title.text(lang).to_owned()}</h2>
                {description(lang, plan)}
                <p class="ds-paragraph">{t!(lang, "account-plan-ways", ways = own)}</p>
                {next}
            </section>
        }
        .into_any(),
    )
}

fn description(lang: Lang, plan: &Plan) -> Option<AnyView> {
    let (text, own) = plan.description.get(lang);
    let own = (own != lang).then(|| own.tag());
    (!text.is_empty()).then(|| view! { <p class="ds-paragraph" lang=own>{text.to_owned()}</p> }.into_any())
}

/// What a larger plan has that this one has not, in facts.
fn next_plan(lang: Lang, plan: &Plan, next: &Plan) -> AnyView {
    let more: Vec<_> = next.channels.iter().filter(|kind| !plan.channels.contains(kind)).copied().collect();
    let title = next.title.text(lang);
    let more = (!more.is_empty())
        .then(|| t!(lang, "account-plan-next", plan = title, ways = ways(lang, more.into_iter())));
    let about = next.description.text(lang);
    let more = more.unwrap_or_else(|| format!("{title}: {about}"));
    view! { <p class="ds-paragraph meta">{more}</p> }.into_any()
}

fn ways(lang: Lang, kinds: impl Iterator<Item = ChannelKind>) -> String {
    let mut kinds: Vec<_> = kinds.collect();
    kinds.sort_unstable();
    let names: Vec<_> = kinds.iter().map(|kind| text_for(lang, "channel-", kind.as_str())).collect();
    join_with_and(lang, &names.iter().map(String::as_str).collect::<Vec<_>>())
}
