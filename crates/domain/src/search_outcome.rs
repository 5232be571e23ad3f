//! What became of a search.

use crate::string_enum::string_enum;

string_enum! {
    /// What became of a search.
    SearchOutcome {
        /// An article was opened, and nothing was searched or filed within half an hour.
        Answered = "answered",
        /// Nothing was opened, and nothing more was heard: unknown.
        Abandoned = "abandoned",
        /// Something else was searched.
        Rephrased = "rephrased",
        /// A ticket was filed.
        Filed = "filed",
    }
}
