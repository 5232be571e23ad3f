//! The query parameters of the queue. Unknown and invalid values are ignored: every query string shows a queue.

use fyr_domain::tickets::{Priority, Reference};
use fyr_usecases::store::ticket_queue::{AssigneeFilter, QueueFilter, QueueState};
use uuid::Uuid;

/// The highest page number, so that offsets do not overflow.
const MAX_PAGE: i64 = 10_000;
/// The maximum length of a search text, in characters.
const MAX_TEXT_CHARS: usize = 100;

/// The parameter `priority`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PriorityParam {
    /// All priorities.
    #[default]
    Any,
    /// P1 and P2: `urgent`.
    Urgent,
    /// One priority.
    Only(Priority),
}

/// The parameter `assignee`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AssigneeParam {
    /// Any assignee, or none.
    #[default]
    Any,
    /// Tickets without an assignee: `nobody`.
    Unassigned,
    /// Tickets assigned to the actor: `me`.
    Me,
}

/// The query parameters of `/desk`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueParams {
    /// The group of statuses.
    pub state: QueueState,
    /// The priorities.
    pub priority: PriorityParam,
    /// The slug of a topic; `None` for all.
    pub topic: Option<String>,
    /// The assignee.
    pub assignee: AssigneeParam,
    /// The search text: words, or a reference.
    pub text: Option<String>,
    /// The page, from 1.
    pub page: i64,
}

impl Default for QueueParams {
    fn default() -> Self {
        Self {
            state: QueueState::default(),
            priority: PriorityParam::default(),
            topic: None,
            assignee: AssigneeParam::default(),
            text: None,
            page: 1,
        }
    }
}

/// Each group of statuses with its word in URLs, in the order of the filter.
pub const STATES: [(&str, QueueState); 4] = [
    ("waiting", QueueState::Waiting),
    ("open", QueueState::Open),
    ("done", QueueState::Done),
    ("all", QueueState::All),
];

impl QueueParams {
    /// Parses the pairs of a query string. Unknown parameters and invalid values are ignored.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut params = Self::default();
        for (name, value) in pairs {
            match name {
                "state" => {
                    params.state = STATES
                        .iter()
                        .find(|(word, _)| *word == value)
                        .map(|(_, state)| *state)
                        .unwrap_or_default();
                }
                "priority" => {
                    params.priority = match value {
                        "urgent" => PriorityParam::Urgent,
                        word => word.parse().map_or(PriorityParam::Any, PriorityParam::Only),
                    };
                }
                "topic" => params.topic = parse_topic(value),
                "assignee" => {
                    params.assignee = match value {
                        "nobody" => AssigneeParam::Unassigned,
                        "me" => AssigneeParam::Me,
                        _ => AssigneeParam::Any,
                    };
                }
                "q" => params.text = parse_text(value),
                "page" => params.page = parse_page(value),
                _ => {}
            }
        }
        params
    }

    /// The filter for the store; `me` is the id of the actor.
    pub fn to_filter(&self, me: Option<Uuid>) -> QueueFilter {
        let assignee = match (self.assignee, me) {
            (AssigneeParam::Unassigned, _) => AssigneeFilter::Nobody,
            (AssigneeParam::Me, Some(me)) => AssigneeFilter::Agent(me),
            (AssigneeParam::Me, None) | (AssigneeParam::Any, _) => AssigneeFilter::Any,
        };
        QueueFilter {
            state: self.state,
            priority: match self.priority {
                PriorityParam::Only(priority) => Some(priority),
                PriorityParam::Any | PriorityParam::Urgent => None,
            },
            urgent: self.priority == PriorityParam::Urgent,
            topic: self.topic.clone(),
            assignee,
            text: self.text.clone(),
        }
    }

    /// The search text as a reference, if it can be parsed as one.
    pub fn reference(&self) -> Option<Reference> {
        self.text.as_deref()?.parse().ok()
    }

    /// The value of the parameter `state`.
    pub fn state_word(&self) -> &'static str {
        STATES.iter().find(|(_, state)| *state == self.state).map_or("waiting", |(word, _)| word)
    }

    /// The value of the parameter `priority`.
    pub fn priority_word(&self) -> &'static str {
        match self.priority {
            PriorityParam::Any => "any",
            PriorityParam::Urgent => "urgent",
            PriorityParam::Only(priority) => priority.as_str(),
        }
    }

    /// The value of the parameter `assignee`.
    pub fn assignee_word(&self) -> &'static str {
        match self.assignee {
            AssigneeParam::Any => "any",
            AssigneeParam::Unassigned => "nobody",
            AssigneeParam::Me => "me",
        }
    }
}

/// Parses a page number from a query: 1 if it is invalid, at most 10,000.
pub fn parse_page(value: &str) -> i64 {
    value.parse().map_or(1, |page: i64| page.clamp(1, MAX_PAGE))
}

/// Parses the slug of a topic; `None` for `any` and for invalid slugs.
fn parse_topic(value: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = !value.is_empty() && value.len() <= 80 && value.chars().all(plain);
    (fits && value != "any").then(|| value.to_owned())
}

/// Parses a search text: without control characters, trimmed and bounded; `None` if nothing is left.
pub fn parse_text(value: &str) -> Option<String> {
    let clean: String = value.chars().filter(|c| !c.is_control()).take(MAX_TEXT_CHARS).collect();
    let clean = clean.trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_query_waiting_tickets_are_shown() {
        let params = QueueParams::parse([]);
        assert_eq!(params, QueueParams::default());
        assert_eq!(params.to_filter(None), QueueFilter::default());
        assert_eq!(
            (params.state_word(), params.priority_word(), params.assignee_word()),
            ("waiting", "any", "any")
        );
    }

    #[test]
    fn every_parameter_is_parsed() {
        let me = Uuid::from_u128(7);
        let params = QueueParams::parse([
            ("state", "done"),
            ("priority", "p2"),
            ("topic", "sign-in"),
            ("assignee", "me"),
            ("q", " Åsa "),
            ("page", "3"),
        ]);
        let expected = QueueFilter {
            state: QueueState::Done,
            priority: Some(Priority::P2),
            urgent: false,
            topic: Some("sign-in".to_owned()),
            assignee: AssigneeFilter::Agent(me),
            text: Some("Åsa".to_owned()),
        };
        assert_eq!((params.to_filter(Some(me)), params.page), (expected, 3));
        assert!(QueueParams::parse([("priority", "urgent")]).to_filter(None).urgent);
        assert_eq!(
            QueueParams::parse([("assignee", "nobody")]).to_filter(None).assignee,
            AssigneeFilter::Nobody
        );
    }

    #[test]
    fn invalid_values_are_ignored() {
        let long = "a".repeat(5_000);
        for (name, value) in [
            ("state", "OPEN"),
            ("state", "'; DROP TABLE tickets"),
            ("priority", "p9"),
            ("topic", "any"),
            ("topic", ""),
            ("topic", "../x"),
            ("topic", &long),
            ("assignee", "00000000-0000-0000-0000-000000000007"),
            ("q", " \u{0}\r\n "),
            ("page", "0"),
            ("page", "-4"),
            ("page", "99999999999999999999"),
            ("page", "two"),
            ("sort", "name"),
        ] {
            assert_eq!(QueueParams::parse([(name, value)]), QueueParams::default(), "{name}={value:?}");
        }
    }

    #[test]
    fn search_texts_and_page_numbers_are_bounded() {
        let params = QueueParams::parse([("q", "å".repeat(500).as_str()), ("page", "9223372036854775807")]);
        assert_eq!(params.text.map(|text| text.chars().count()), Some(MAX_TEXT_CHARS));
        assert_eq!(params.page, MAX_PAGE);
        assert_eq!(QueueParams::parse([("q", "a\u{0}b")]).text.as_deref(), Some("ab"));
    }

    #[test]
    fn a_search_text_can_be_parsed_as_a_reference() {
        let reference =
            |text| QueueParams::parse([("q", text)]).reference().map(|reference| reference.to_string());
        assert_eq!(reference("k7m 3q9x").as_deref(), Some("K7M-3Q9X"));
        assert_eq!(reference("bankid på ny telefon"), None);
    }
}
