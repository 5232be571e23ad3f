//! Filling in templates of replies.
//!
//! Templates are written in the language of Jinja, without functions, filters and other templates, and each may take so many steps.

use std::{collections::BTreeMap, fmt, sync::Arc};

use fyr_domain::{
    Actor, Lang, Role,
    fields::{FieldErrors, Problem},
    reply_templates::{Placeholder, ReplyTemplate, ReplyTemplateFields, ReplyTemplates},
};
use fyr_i18n::{day_and_time, text_for};
use fyr_store::people;
use minijinja::{
    Environment, ErrorKind, UndefinedBehavior,
    value::{Object, ObjectRepr, Value},
};

use super::{escalation_email::earliest_deadline, find_thread_to_work, format_reference};
use crate::{Backend, Error, settings};

/// The steps that filling in one template may take.
const FUEL: u64 = 20_000;

/// A template as agents choose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedTemplate {
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// The templates that agents can insert, in this language.
pub async fn list_reply_templates(backend: &Backend, lang: Lang) -> Vec<OfferedTemplate> {
    let templates = settings::current::<ReplyTemplates>(backend).await;
    let offered = templates.list.iter().map(|template| OfferedTemplate {
        slug: template.slug.clone(),
        title: template.title.text(lang).to_owned(),
    });
    offered.collect()
}

/// The text of a template for the requester of a ticket, in their language. A value that the ticket does not have is shown as one that
/// is missing.
///
/// # Errors
/// [`Error::NotFound`] for anyone who does not work the ticket; [`Error::Invalid`] where there is no such template, or it cannot be filled in.
pub async fn fill_in_reply_template(
    backend: &Backend,
    actor: &Actor,
    reference: &str,
    slug: &str,
) -> Result<String, Error> {
    let ticket = find_thread_to_work(backend, actor, reference).await?.ticket;
    let templates = settings::current::<ReplyTemplates>(backend).await;
    let unknown = || Error::from(FieldErrors::single("template", Problem::UnknownChoice));
    let template = templates.find(slug).ok_or_else(unknown)?;
    let is_counsellor = (ticket.filed_by_id.is_some() && ticket.channel.is_form()) || {
        let mut db = backend.store.read().await?;
        match ticket.requester_id {
            Some(id) => {
                people::find_by_id(&mut db, id).await?.is_some_and(|user| user.role == Role::Counsellor)
            }
            None => false,
        }
    };
    let (text, lang) = template.text_for(is_counsellor, ticket.lang());
    let due = earliest_deadline(&ticket).filter(|due| *due > backend.clock.now());
    let due = due.map(|due| day_and_time(lang, due, backend.clock.now(), backend.settings.zone));
    let portal = settings::portal_name(backend, lang).await;
    let value = |placeholder: &Placeholder| match placeholder {
        Placeholder::Name => ticket.requester_name.split_whitespace().next().map(str::to_owned),
        Placeholder::Reference => Some(format_reference(&ticket.reference)),
        Placeholder::Subject => Some(ticket.subject.clone()),
        Placeholder::Agent => actor.user.as_ref().map(|user| user.name.clone()),
        Placeholder::Portal => Some(portal.clone()),
        Placeholder::Due => due.clone(),
        Placeholder::Level => Some(text_for(lang, "level-", ticket.level.as_str())),
    };
    // a value that is longer than anyone thought of
    let wrong = |error: minijinja::Error| {
        let problem = Problem::InvalidTemplate { line: error.line().unwrap_or(1) };
        Error::from(FieldErrors::single("template", problem))
    };
    fill_in(text, value).map_err(wrong)
}

/// Checks that a template can be filled in, in every language.
///
/// # Errors
/// The line that is wrong, at the field of the text; of another language than the page's too, so that nothing else hides it.
pub fn check_reply_template(template: &ReplyTemplate) -> Result<(), FieldErrors> {
    let texts = [
        (ReplyTemplateFields::TEXT, &template.text),
        (ReplyTemplateFields::COUNSELLOR_TEXT, &template.counsellor_text),
    ];
    let mut errors = FieldErrors::default();
    for (field, texts) in texts {
        if let Some(line) = texts.iter().find_map(|(_, text)| wrong_line(text)) {
            errors.push(field, Problem::InvalidTemplate { line });
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// The first line that cannot be filled in, whatever a ticket has: names are looked at also where no condition leads.
fn wrong_line(text: &str) -> Option<usize> {
    let environment = environment();
    let names = match environment.template_from_str(text) {
        Ok(template) => template.undeclared_variables(false),
        Err(error) => return Some(error.line().unwrap_or(1)),
    };
    let is_unknown = |name: &&String| name.parse::<Placeholder>().is_err();
    let line_of = |name: &String| text.lines().position(|line| line.contains(name.as_str()));
    if let Some(index) = names.iter().filter(is_unknown).map(|name| line_of(name).unwrap_or(0)).min() {
        return Some(index + 1);
    }
    let everything = fill_in(text, |placeholder| Some(placeholder.to_string()));
    let error = everything.and_then(|_| fill_in(text, |_| None)).err()?;
    Some(error.line().unwrap_or(1))
}

/// No functions, filters or other templates; the placeholders of an unknown name are errors.
fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment
}

/// What has no value is false in conditions, and shown where it is printed.
fn fill_in(text: &str, value: impl Fn(&Placeholder) -> Option<String>) -> Result<String, minijinja::Error> {
    let values: BTreeMap<String, Value> = Placeholder::ALL
        .iter()
        .map(|placeholder| {
            let found = value(placeholder).filter(|text| !text.is_empty()).map(Value::from);
            let value = found.unwrap_or_else(|| Value::from_object(Missing(*placeholder)));
            (placeholder.to_string(), value)
        })
        .collect();
    let filled_in = environment().render_str(text, Value::from(values))?;
    if filled_in.chars().count() > ReplyTemplates::MAX_TEXT * 2 {
        return Err(minijinja::Error::new(ErrorKind::InvalidOperation, "the text is too long"));
    }
    Ok(filled_in.trim().to_owned())
}

/// A value that a ticket does not have.
#[derive(Debug)]
struct Missing(Placeholder);

impl Object for Missing {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        false
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.missing())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> Result<String, minijinja::Error> {
        fill_in(text, |placeholder| match placeholder {
            Placeholder::Name => Some("Åsa <b>".into()),
            Placeholder::Reference => Some("ABC-1234".into()),
            _ => None,
        })
    }

    #[test]
    fn values_are_filled_in_as_they_are_and_missing_ones_are_shown() {
        assert_eq!(filled("Hej {{ name }}!\n\n{{ reference }} ").unwrap(), "Hej Åsa <b>!\n\nABC-1234");
        assert_eq!(filled("Svar {{ due }}.").unwrap(), "Svar [[due]].");
        assert_eq!(filled("{% if due %}Svar {{ due }}.{% else %}Snart.{% endif %}").unwrap(), "Snart.");
    }

    #[test]
    fn what_cannot_be_filled_in_is_found_with_its_line() {
        for (text, line) in [
            ("Hej\n{{ nam }}", 2),
            ("{{ name", 1),
            ("a\n\n{% if name %}b", 3),
            ("{{ name|upper }}", 1),
            ("{{ range(3) }}", 1),
            ("{% include 'x' %}", 1),
            ("{{ name.secret }}", 1),
            ("{% if due %}x{% else %}\n{{ nam }}{% endif %}", 2),
            ("{% if due %}x{% else %}\n{{ name|upper }}{% endif %}", 2),
            ("{% if due %}{% if not due %}\n{{ nam }}{% endif %}{% endif %}", 2),
        ] {
            assert_eq!(wrong_line(text), Some(line), "{text}");
        }
        assert_eq!(wrong_line("{{ name }} {{ due }} {{ level }}"), None);
    }

    #[test]
    fn a_template_that_goes_on_and_on_is_refused() {
        let loop_over =
            |body: &str| format!("{{% for a in [1, 2, 3, 4, 5, 6, 7, 8, 9] %}}{body}{{% endfor %}}");
        assert_eq!(filled(&loop_over("x")).unwrap(), "xxxxxxxxx");
        let nested = (0..6).fold("x".to_owned(), |body, _| loop_over(&body));
        assert!(filled(&nested).is_err());
    }
}
