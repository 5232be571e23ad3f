//! How a new ticket is sorted: the kinds on offer, what counts as urgent, and the matrix that makes a priority of impact and urgency.

mod form;

use serde::{Deserialize, Serialize};

pub use self::form::{CAUSES_FIELD, KIND_FIELDS, MATRIX_FIELDS, MatrixRow};
use super::{Impact, Priority, TicketKind, Urgency};
use crate::{Localised, text::is_slug};

/// The value of the field `urgent` of someone whose reason is not on the list.
pub const OTHER_CAUSE: &str = "other";
/// The value of the field `urgent` of a ticket that can wait; so can one without a value.
pub const NOT_URGENT: &str = "no";

/// How new tickets are sorted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Triage {
    /// The kinds that requesters choose from; the first is chosen beforehand. Without any, tickets are questions.
    pub kinds: Vec<TicketKind>,
    /// What counts as urgent.
    pub urgent_causes: Vec<UrgentCause>,
    /// The priority of each impact and urgency.
    pub matrix: PriorityMatrix,
}

/// Something that counts as urgent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UrgentCause {
    /// Its name in forms, in tickets and in rules.
    pub slug: String,
    /// What people read; without it, the program's own text for one of [`UrgentCause::KNOWN`].
    #[serde(default, skip_serializing_if = "Localised::is_empty")]
    pub title: Localised,
}

impl UrgentCause {
    /// The causes that the program has texts for.
    pub const KNOWN: [&str; 5] = ["outage", "security", "data-loss", "payment", "deadline"];
    /// The longest title, in characters.
    pub const MAX_TITLE: usize = 200;

    fn known(slug: &str) -> Self {
        Self { slug: slug.to_owned(), title: Localised::default() }
    }

    /// Whether the slug can be stored and be told from the other values of its field: lower-case letters, digits and hyphens.
    fn is_valid(&self) -> bool {
        let has_text = !self.title.is_empty() || Self::KNOWN.contains(&self.slug.as_str());
        let is_other = [OTHER_CAUSE, NOT_URGENT, "yes"].contains(&self.slug.as_str());
        has_text && !is_other && is_slug(&self.slug)
    }
}

/// The priority of tickets by impact and urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PriorityMatrix {
    /// What affects one person.
    pub one: PriorityByUrgency,
    /// What affects a workplace.
    pub workplace: PriorityByUrgency,
    /// What affects everyone.
    pub everyone: PriorityByUrgency,
}

/// The priority of tickets with one impact, by urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityByUrgency {
    /// What can wait.
    pub low: Priority,
    /// What is neither.
    pub normal: Priority,
    /// What is urgent.
    pub urgent: Priority,
}

impl PriorityByUrgency {
    const fn get(self, urgency: Urgency) -> Priority {
        match urgency {
            Urgency::Low => self.low,
            Urgency::Normal => self.normal,
            Urgency::Urgent => self.urgent,
        }
    }
}

impl Default for PriorityMatrix {
    fn default() -> Self {
        Self {
            one: PriorityByUrgency { low: Priority::P4, normal: Priority::P3, urgent: Priority::P2 },
            workplace: PriorityByUrgency { low: Priority::P4, normal: Priority::P3, urgent: Priority::P1 },
            everyone: PriorityByUrgency { low: Priority::P3, normal: Priority::P2, urgent: Priority::P1 },
        }
    }
}

impl Default for PriorityByUrgency {
    fn default() -> Self {
        PriorityMatrix::default().one
    }
}

impl PriorityMatrix {
    /// The priority of a ticket.
    pub const fn priority(&self, impact: Impact, urgency: Urgency) -> Priority {
        let row = match impact {
            Impact::One => self.one,
            Impact::Workplace => self.workplace,
            Impact::Everyone => self.everyone,
        };
        row.get(urgency)
    }
}

impl Default for Triage {
    fn default() -> Self {
        Self {
            kinds: vec![
                TicketKind::Question,
                TicketKind::Incident,
                TicketKind::ServiceRequest,
                TicketKind::Complaint,
                TicketKind::Suggestion,
            ],
            urgent_causes: UrgentCause::KNOWN.map(UrgentCause::known).to_vec(),
            matrix: PriorityMatrix::default(),
        }
    }
}

impl Triage {
    /// The most urgent causes and kinds that a list may have.
    pub const MAX_CAUSES: usize = 20;

    /// The kind that is chosen beforehand.
    pub fn default_kind(&self) -> TicketKind {
        self.kinds.first().copied().unwrap_or_default()
    }

    /// Whether the value of the field `urgent` counts: one of the causes, or any other word but [`NOT_URGENT`] and [`OTHER_CAUSE`], from
    /// a form that has another list. Where nothing is urgent by the rules of the service, nothing counts.
    pub fn counts_as_urgent(&self, value: &str) -> bool {
        !self.urgent_causes.is_empty() && !["", NOT_URGENT, OTHER_CAUSE].contains(&value.trim())
    }

    /// The urgent cause with this slug.
    pub fn cause(&self, slug: &str) -> Option<&UrgentCause> {
        self.urgent_causes.iter().find(|cause| cause.slug == slug)
    }

    /// The priority of a new ticket. A suggestion can wait unless there is an urgent cause.
    pub fn priority(&self, kind: TicketKind, impact: Impact, is_urgent: bool) -> Priority {
        let urgency = match kind {
            _ if is_urgent => Urgency::Urgent,
            TicketKind::Suggestion => Urgency::Low,
            TicketKind::Question
            | TicketKind::Incident
            | TicketKind::ServiceRequest
            | TicketKind::Complaint
            | TicketKind::Problem => Urgency::Normal,
        };
        self.matrix.priority(impact, urgency)
    }

    /// Checks what the type does not.
    ///
    /// # Errors
    /// What is wrong and which values are valid.
    pub fn validate(&self) -> Result<(), String> {
        if let Some(cause) = self.urgent_causes.iter().find(|cause| !cause.is_valid()) {
            let known = UrgentCause::KNOWN.join(", ");
            return Err(format!(
                "`{}` cannot be the slug of an urgent cause: write lower-case letters, digits and hyphens, and a title unless it is one of {known}",
                cause.slug
            ));
        }
        let slugs = self.urgent_causes.iter().map(|cause| cause.slug.as_str());
        if let Some(twice) = first_repeated(slugs) {
            return Err(format!("the urgent cause `{twice}` is there twice"));
        }
        if let Some(twice) = first_repeated(self.kinds.iter().copied()) {
            return Err(format!("the kind `{twice}` is there twice"));
        }
        if self.urgent_causes.len() > Self::MAX_CAUSES {
            return Err(format!("there may be at most {} urgent causes", Self::MAX_CAUSES));
        }
        Ok(())
    }
}

fn first_repeated<T: PartialEq>(items: impl Iterator<Item = T>) -> Option<T> {
    let mut seen = Vec::new();
    for item in items {
        if seen.contains(&item) {
            return Some(item);
        }
        seen.push(item);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_priority_follows_from_impact_and_urgency() {
        let triage = Triage::default();
        let rows = Impact::ALL.iter().map(|impact| {
            let priority = |kind, urgent| triage.priority(kind, *impact, urgent);
            [
                priority(TicketKind::Suggestion, false),
                priority(TicketKind::Incident, false),
                priority(TicketKind::Incident, true),
            ]
        });
        let expected = [
            [Priority::P4, Priority::P3, Priority::P2],
            [Priority::P4, Priority::P3, Priority::P1],
            [Priority::P3, Priority::P2, Priority::P1],
        ];
        assert!(rows.eq(expected));
        assert_eq!(triage.priority(TicketKind::Suggestion, Impact::One, true), Priority::P2);
    }

    #[test]
    fn what_is_urgent_is_the_services_to_say() {
        let triage = Triage::default();
        for counts in ["outage", "deadline", "yes"] {
            assert!(triage.counts_as_urgent(counts), "{counts}");
        }
        for does_not in ["", " ", NOT_URGENT, OTHER_CAUSE] {
            assert!(!triage.counts_as_urgent(does_not), "{does_not}");
        }
        let without = Triage { urgent_causes: Vec::new(), ..Triage::default() };
        assert!(!without.counts_as_urgent("yes"));
    }

    #[test]
    fn a_list_that_cannot_work_is_refused_with_its_reason() {
        let cause = |slug: &str, title: &str| UrgentCause {
            slug: slug.to_owned(),
            title: Localised::single(crate::Lang::Sv, title),
        };
        let refused = |triage: Triage| triage.validate().expect_err("must be refused");
        for slug in ["", "other", "yes", "no", "Stora problem", "å"] {
            let error = refused(Triage { urgent_causes: vec![cause(slug, "Titel")], ..Triage::default() });
            assert!(error.contains(&format!("`{slug}` cannot be")), "{error}");
        }
        let untitled = UrgentCause::known("exam");
        assert!(
            refused(Triage { urgent_causes: vec![untitled], ..Triage::default() }).contains("a title unless")
        );
        let twice = vec![cause("exam", "Prov"), cause("exam", "Prov")];
        assert!(
            refused(Triage { urgent_causes: twice, ..Triage::default() }).contains("`exam` is there twice")
        );
        let kinds = vec![TicketKind::Question, TicketKind::Question];
        assert!(refused(Triage { kinds, ..Triage::default() }).contains("`question` is there twice"));
        assert_eq!(Triage::default().validate(), Ok(()));
    }
}
