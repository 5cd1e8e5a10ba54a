//! The command line.

fn main() -> std::process::ExitCode {
    momni_db::cli::main()
}
