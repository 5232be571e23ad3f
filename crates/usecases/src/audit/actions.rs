//! Everything the log can say. Each has its words in the texts, `audit-do-…`; the test here finds what is written somewhere
//! and missing in this list. What is no longer written stays: old lines say it still.

/// Every action.
pub const ACTIONS: &[&str] = &[
    "account.added",
    "account.registered",
    "account.removed",
    "audit.exported",
    "cases.exported",
    "code.made",
    "data.downloaded",
    "deletion.asked",
    "deletion.withdrawn",
    "email.change-asked",
    "email.changed",
    "email.confirmed",
    "identity.connected",
    "identity.disconnected",
    "identity.refused",
    "identity.used",
    "invitation.accepted",
    "invitation.sent",
    "invitation.withdrawn",
    "mail.resent",
    "organisation.changed",
    "organisation.created",
    "password.changed",
    "people.exported",
    "people.imported",
    "recovery-code.used",
    "recovery-codes.renewed",
    "relation.began",
    "relation.ended",
    "relation.handed_over",
    "relations.exported",
    "relations.imported",
    "retention.applied",
    "role.changed",
    "role.given",
    "role.taken",
    "second-factor.added",
    "second-factor.refused",
    "second-factor.removed",
    "session.ended",
    "session.refused",
    "session.started",
    "team.added",
    "team.removed",
    "team.renamed",
    "ticket.answered_for",
    "ticket.changed",
    "ticket.claimed",
    "ticket.closed_for",
    "ticket.filed_for",
    "ticket.made_private",
    "ticket.opened",
    "ticket.redacted",
    "ticket.reopened_for",
    "ticket.shared",
    "user.created",
    "user.registered",
    "viewer.chosen",
    "viewer.removed",
];

#[cfg(test)]
mod tests {
    use std::{
        collections::BTreeSet,
        fs,
        path::{Path, PathBuf},
    };

    use fyr_domain::Lang;
    use fyr_i18n::text_of;

    use super::ACTIONS;

    fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }

    /// `noun.verb`, both of small letters, `_` and `-`.
    fn is_action(word: &str) -> bool {
        let part = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-'))
        };
        word.split_once('.').is_some_and(|(noun, verb)| part(noun) && part(verb))
    }

    /// What the sources that write to the log call things they do.
    fn written() -> BTreeSet<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut files = Vec::new();
        for dir in ["crates/services/src", "server/src"] {
            sources(&root.join(dir), &mut files);
        }
        let mut written = BTreeSet::new();
        for file in files.iter().filter(|file| !file.ends_with("audit/actions.rs")) {
            let code = fs::read_to_string(file).expect("readable");
            if !code.contains("Did {") && !code.contains("audit::record") {
                continue;
            }
            let strings = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .flat_map(|line| line.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
            written.extend(strings.filter(|word| is_action(word)));
        }
        written
    }

    #[test]
    fn whatever_is_written_is_in_the_list() {
        let listed: BTreeSet<String> = ACTIONS.iter().map(|action| (*action).to_owned()).collect();
        let written = written();
        assert!(written.len() > 5, "the sources were read");
        let missing: Vec<_> = written.difference(&listed).collect();
        assert!(missing.is_empty(), "not in ACTIONS: {missing:?}");
    }

    #[test]
    fn every_action_has_words_in_every_language() {
        for action in ACTIONS {
            for lang in Lang::ALL {
                let key = action.replace(['.', '_'], "-");
                let words = text_of(lang, "audit-do-", &key);
                assert_ne!(words, format!("audit-do-{key}"), "{action} in {lang}");
            }
        }
    }
}
