//! The program `fyr`. All of its code is in the library of the same name.

use std::process::ExitCode;

/// Returns freed memory to the system, which the system's allocator does not when the search index writes from several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    fyr::cli::run().await
}
