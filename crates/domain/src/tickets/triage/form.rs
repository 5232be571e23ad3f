//! Triage as a form: a checkbox for each kind, a list of urgent causes with one in each line, and a field for each cell of the matrix.

use super::{PriorityByUrgency, PriorityMatrix, Triage, UrgentCause};
use crate::{
    Lang,
    fields::{FieldErrors, Problem},
    named_lines,
    tickets::{Impact, Priority, TicketKind, Urgency},
};

/// The field with the urgent causes.
pub const CAUSES_FIELD: &str = "urgent_causes";

/// The checkboxes of the kinds that requesters may choose.
pub const KIND_FIELDS: [(TicketKind, &str); 6] = [
    (TicketKind::Question, "kind_question"),
    (TicketKind::Incident, "kind_incident"),
    (TicketKind::ServiceRequest, "kind_service_request"),
    (TicketKind::Complaint, "kind_complaint"),
    (TicketKind::Suggestion, "kind_suggestion"),
    (TicketKind::Problem, "kind_problem"),
];

/// The fields of one impact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatrixRow {
    /// The impact.
    pub impact: Impact,
    /// The field of each urgency, in the order of [`Urgency::ALL`].
    pub fields: [&'static str; 3],
}

/// The fields of the matrix.
pub const MATRIX_FIELDS: [MatrixRow; 3] = [
    MatrixRow { impact: Impact::One, fields: ["one_low", "one_normal", "one_urgent"] },
    MatrixRow {
        impact: Impact::Workplace,
        fields: ["workplace_low", "workplace_normal", "workplace_urgent"],
    },
    MatrixRow { impact: Impact::Everyone, fields: ["everyone_low", "everyone_normal", "everyone_urgent"] },
];

impl Triage {
    /// Reads the form; `value` gives what was entered in a field. The title of an urgent cause is text in the language `lang`; what it
    /// has in other languages stays as it is in `before`.
    ///
    /// # Errors
    /// What is wrong in which field.
    pub fn from_fields(
        value: impl Fn(&str) -> String,
        lang: Lang,
        before: &Self,
    ) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let kinds = KIND_FIELDS.into_iter().filter(|(_, field)| value(field) == "yes");
        let kinds = kinds.map(|(kind, _)| kind).collect();
        let causes = errors.check(CAUSES_FIELD, parse_causes(&value(CAUSES_FIELD), lang, before));
        let [one, workplace, everyone] = MATRIX_FIELDS.map(|row| {
            let [low, normal, urgent] = row.fields.map(|field| {
                let parsed = value(field).parse::<Priority>().map_err(|_| Problem::UnknownChoice);
                errors.check(field, parsed).unwrap_or(Priority::P3)
            });
            PriorityByUrgency { low, normal, urgent }
        });
        match causes {
            Some(urgent_causes) if errors.is_empty() => {
                Ok(Self { kinds, urgent_causes, matrix: PriorityMatrix { one, workplace, everyone } })
            }
            _ => Err(errors),
        }
    }

    /// What the fields of the form show, with titles in the language `lang`; `known_title` gives the program's own.
    pub fn to_fields(&self, lang: Lang, known_title: impl Fn(&str) -> String) -> Vec<(&'static str, String)> {
        let line = |cause: &UrgentCause| {
            let title = cause.title.text(lang);
            let title = if title.is_empty() { known_title(&cause.slug) } else { title.to_owned() };
            format!("{}: {title}", cause.slug)
        };
        let causes: Vec<_> = self.urgent_causes.iter().map(line).collect();
        let mut values = vec![(CAUSES_FIELD, causes.join("\n"))];
        for (kind, field) in KIND_FIELDS {
            let checked = if self.kinds.contains(&kind) { "yes" } else { "" };
            values.push((field, checked.to_owned()));
        }
        for row in MATRIX_FIELDS {
            for (field, urgency) in row.fields.into_iter().zip(Urgency::ALL) {
                values.push((field, self.matrix.priority(row.impact, *urgency).to_string()));
            }
        }
        values
    }
}

/// `deadline: A last day tomorrow` in each line that is not blank.
fn parse_causes(text: &str, lang: Lang, before: &Triage) -> Result<Vec<UrgentCause>, Problem> {
    let known = |slug: &str| before.cause(slug).map(|cause| cause.title.clone());
    let mut causes: Vec<UrgentCause> = Vec::new();
    for (line, slug, title) in named_lines::parse(text, lang, UrgentCause::MAX_TITLE, known)? {
        let cause = UrgentCause { slug, title };
        if causes.len() == Triage::MAX_CAUSES || !cause.is_valid() {
            return Err(Problem::InvalidLine { line });
        }
        causes.push(cause);
    }
    Ok(causes)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::Localised;

    fn parse(fields: &[(&'static str, String)], before: &Triage) -> Result<Triage, FieldErrors> {
        let fields: HashMap<_, _> = fields.iter().cloned().collect();
        Triage::from_fields(|field| fields.get(field).cloned().unwrap_or_default(), Lang::Sv, before)
    }

    #[test]
    fn what_the_form_shows_is_read_back() {
        let exam = UrgentCause { slug: "exam".into(), title: Localised::single(Lang::Sv, "Prov i dag") };
        let triage = Triage { urgent_causes: vec![exam], ..Triage::default() };
        let shown = triage.to_fields(Lang::Sv, |_| String::new());
        assert_eq!(parse(&shown, &triage), Ok(triage));
    }

    #[test]
    fn a_changed_title_keeps_those_in_other_languages() {
        let mut title = Localised::single(Lang::Sv, "Prov");
        title.insert(Lang::En, "Exam");
        let exam = UrgentCause { slug: "exam".into(), title };
        let before = Triage { urgent_causes: vec![exam], ..Triage::default() };
        let mut fields = before.to_fields(Lang::Sv, |_| String::new());
        fields[0].1 = "exam: Ett prov i morgon".into();
        let after = parse(&fields, &before).expect("is valid");
        let title = &after.urgent_causes[0].title;
        assert_eq!((title.text(Lang::Sv), title.text(Lang::En)), ("Ett prov i morgon", "Exam"));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_its_field() {
        let triage = Triage::default();
        let mut fields = triage.to_fields(Lang::Sv, |slug| format!("om {slug}"));
        fields[0].1 = "outage: Allt ligger nere\n\nother: Något annat".into();
        let p5 = fields.iter().position(|(field, _)| *field == "one_low").unwrap();
        fields[p5].1 = "p5".into();
        let errors = parse(&fields, &triage).expect_err("must be refused");
        assert_eq!(
            errors.0,
            [
                (CAUSES_FIELD.to_owned(), Problem::InvalidLine { line: 3 }),
                ("one_low".to_owned(), Problem::UnknownChoice)
            ]
        );
        for lines in ["outage", "outage: a\noutage: b", "exam:"] {
            fields[0].1 = lines.into();
            assert!(parse(&fields, &triage).is_err(), "{lines}");
        }
    }
}
