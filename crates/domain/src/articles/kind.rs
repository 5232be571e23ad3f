//! The kinds of articles, and the states of a known error.

use crate::string_enum::string_enum;

string_enum! {
    /// What an article is, which says how its page is laid out.
    ArticleKind {
        /// A text.
        Article = "article",
        /// A question, which is the title, and its answer.
        Faq = "faq",
        /// Steps in order, which readers tick off.
        Guide = "guide",
        /// Questions, each answer of which leads to the next: one heading at a time, whose links to other headings are the answers.
        Troubleshooting = "troubleshooting",
        /// An error that many meet: what is known, what helps meanwhile, and whether it is fixed.
        KnownError = "known-error",
        /// A word, which is the title, and what it means.
        Term = "term",
    }
}

string_enum! {
    /// How far a known error has come.
    ErrorState {
        /// Nobody knows the cause yet.
        Investigating = "investigating",
        /// Something helps meanwhile.
        Workaround = "workaround",
        /// It is gone.
        Fixed = "fixed",
    }
}
