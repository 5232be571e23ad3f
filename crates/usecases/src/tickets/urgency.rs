//! What a person says about an urgent cause: its words, and where they are kept.

use fyr_domain::{
    Lang,
    tickets::{TicketDraft, Triage, UrgentDetails, triage::UrgentCause},
};
use fyr_i18n::{t, text_for};

/// What people read of an urgent cause: the service's own text in their language, else the program's, else the service's in another
/// language.
pub fn urgent_cause_title(cause: &UrgentCause, lang: Lang) -> String {
    let (text, found) = cause.title.get(lang);
    if UrgentCause::KNOWN.contains(&cause.slug.as_str()) && (text.is_empty() || found != lang) {
        return text_for(lang, "urgent-cause-", &cause.slug);
    }
    text.to_owned()
}

/// The first message of a ticket: the description, and below it what was said about an urgent cause. So whatever holds for texts, as
/// redaction and export, holds for it too.
pub(super) fn first_message(triage: &Triage, draft: &TicketDraft, lang: Lang) -> String {
    let UrgentDetails { cause, effect, phone } = &draft.urgent_details;
    let cause = cause.as_deref().and_then(|slug| triage.cause(slug));
    let lines = [
        cause.map(|cause| t!(lang, "urgent-line-cause", cause = urgent_cause_title(cause, lang))),
        effect.as_ref().map(|effect| t!(lang, "urgent-line-effect", effect = &**effect)),
        phone.as_ref().map(|phone| t!(lang, "urgent-line-phone", phone = &**phone)),
    ];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    if lines.is_empty() {
        return draft.description.to_string();
    }
    format!("{}\n\n{}", &*draft.description, lines.join("\n"))
}
