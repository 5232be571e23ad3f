//! The program `fyr`. Everything it does is in the library of the same name.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    fyr::cli::run().await
}
