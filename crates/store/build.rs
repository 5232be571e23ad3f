//! Migrations are compiled in: a new one must build the store anew.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
